//! What the law wants a mail to tell its reader: where the data come from (Art. 14 DSGVO), and that a customer can object
//! (§ 7 (3) No. 4 UWG).

use super::Sender;
use crate::address::Address;
use crate::campaign::Purpose;
use crate::list::Basis;
use crate::template::{self, Language, Source};

/// The key of `contact` that holds the notices, each a paragraph.
pub const NAME: &str = "notices";

/// Prints the notices where a text template has no place of its own for them.
pub(super) const TEXT: &str = "{% if contact.notices %}{% for notice in contact.notices %}\n\n{{ notice }}{% endfor %}\n\
                               {% endif %}";

/// Whether a text has a place for the notices.
pub fn has_place(source: &Source) -> bool {
    template::references(source.template()).iter().any(|reference| reference.path == ["contact", NAME])
}

/// Why a mail has something to tell.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// What the campaign is for.
    pub purpose: Purpose,
    /// What allows us to write.
    pub basis: Basis,
    /// Where the data of a first contact come from, unless from the reader; else empty.
    pub sources: &'a [&'a str],
}

/// What a mail has to tell on an occasion.
pub fn notices(sender: &Sender, language: Language, occasion: &Occasion<'_>) -> Vec<String> {
    let of_source = (!occasion.sources.is_empty()).then(|| source(sender, language, occasion));
    let advertising = occasion.purpose != Purpose::Organisation;
    let of_objection = advertising && occasion.basis == Basis::ExistingCustomer;
    let of_objection = of_objection.then(|| objection(sender, language));
    of_source.into_iter().chain(of_objection).collect()
}

/// The keys of `[sender]` without which nobody can tell who is responsible (Art. 14 (1) a DSGVO).
pub fn missing(sender: &Sender) -> Vec<&'static str> {
    let needed = [
        ("sender.organisation", sender.organisation.is_some()),
        ("sender.postal_address", sender.postal_address.is_some()),
        ("sender.privacy_url", sender.privacy_url.is_some()),
    ];
    needed.into_iter().filter(|(_, given)| !given).map(|(key, _)| key).collect()
}

fn answers(sender: &Sender) -> &Address {
    sender.reply_to.as_ref().unwrap_or(&sender.address)
}

fn source(sender: &Sender, language: Language, occasion: &Occasion<'_>) -> String {
    let sources = occasion.sources.join("; ");
    let organisation = sender.organisation.as_deref().unwrap_or(&sender.name);
    let postal_address = sender.postal_address.as_deref().unwrap_or_default();
    let privacy_url = sender.privacy_url.as_deref().unwrap_or_default();
    let (purpose, basis) = (purpose(language, occasion.purpose), basis(language, occasion.basis));
    let answers = answers(sender);
    match language {
        Language::De => format!(
            "Woher wir Ihre Daten haben (Art. 14 DSGVO): Dies ist unsere erste Nachricht an Sie. Ihre Kontaktdaten \
             (E-Mail-Adresse und, soweit bekannt, Name, Funktion und Dienststelle) haben wir nicht von Ihnen selbst. \
             Quelle: {sources}. Verantwortlich ist {organisation}, {postal_address}, {answers}. Wir verwenden die \
             Daten, um Ihnen {purpose} zu senden; Rechtsgrundlage ist {basis}. Sie haben das Recht auf Auskunft, \
             Berichtigung, Löschung, Einschränkung der Verarbeitung und Datenübertragbarkeit. Sie können der \
             Verarbeitung widersprechen, eine Einwilligung mit Wirkung für die Zukunft widerrufen und sich bei einer \
             Datenschutz-Aufsichtsbehörde beschweren. Speicherdauer, Empfänger und Datenschutzbeauftragte: {privacy_url}"
        ),
        Language::En => format!(
            "Where we have your data from (Art. 14 GDPR): this is our first message to you. We did not get your \
             contact data (mail address and, as far as known, name, role and office) from yourself. Source: \
             {sources}. The controller is {organisation}, {postal_address}, {answers}. We use the data to send you \
             {purpose}; the legal basis is {basis}. You have the right of access, rectification, erasure, restriction \
             of processing and data portability. You can object to the processing, withdraw a consent for the future, \
             and complain to a supervisory authority. Storage period, recipients and data protection officer: \
             {privacy_url}"
        ),
    }
}

fn purpose(language: Language, purpose: Purpose) -> &'static str {
    match (language, purpose) {
        (Language::De, Purpose::Newsletter) => "Neuigkeiten",
        (Language::De, Purpose::Invitation) => "Einladungen zu Veranstaltungen",
        (Language::De, Purpose::Organisation) => "Hinweise zu Ihrer Veranstaltung",
        (Language::En, Purpose::Newsletter) => "news",
        (Language::En, Purpose::Invitation) => "invitations to events",
        (Language::En, Purpose::Organisation) => "what you need to know for your event",
    }
}

fn basis(language: Language, basis: Basis) -> &'static str {
    match (language, basis) {
        (Language::De, Basis::Consent) => "Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO)",
        (Language::De, Basis::ExistingCustomer) => {
            "unser berechtigtes Interesse, unsere Kundschaft über ähnliche eigene Angebote zu informieren (Art. 6 \
             Abs. 1 Buchst. f DSGVO, § 7 Abs. 3 UWG)"
        }
        (Language::De, Basis::Contract) => "Ihre Anmeldung (Art. 6 Abs. 1 Buchst. b DSGVO)",
        (Language::De, Basis::PublicTask) => "eine öffentliche Aufgabe (Art. 6 Abs. 1 Buchst. e DSGVO)",
        (Language::En, Basis::Consent) => "your consent (Art. 6 (1) (a) GDPR)",
        (Language::En, Basis::ExistingCustomer) => {
            "our legitimate interest in telling our customers of similar offers of our own (Art. 6 (1) (f) GDPR, \
             § 7 (3) UWG)"
        }
        (Language::En, Basis::Contract) => "your registration (Art. 6 (1) (b) GDPR)",
        (Language::En, Basis::PublicTask) => "a public task (Art. 6 (1) (e) GDPR)",
    }
}

fn objection(sender: &Sender, language: Language) -> String {
    let answers = answers(sender);
    match language {
        Language::De => format!(
            "Ihr Widerspruchsrecht (§ 7 Abs. 3 UWG): Sie bekommen diese Nachricht als Kundin oder Kunde. Sie können der \
             Verwendung Ihrer E-Mail-Adresse für Werbung jederzeit widersprechen, ohne dass dafür andere als die \
             Übermittlungskosten nach den Basistarifen entstehen: mit dem Abmeldelink dieser Nachricht oder einer \
             Mail an {answers}."
        ),
        Language::En => format!(
            "Your right to object (§ 7 (3) UWG): you get this message as a customer. You can object to the use of your \
             mail address for advertising at any time, at no other cost than that of transmission at basic rates: \
             with the unsubscribe link of this message or by a mail to {answers}."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender() -> Sender {
        let address: Address = "a@x.example".parse().expect("an address");
        Sender {
            name: "Aufbruch".into(),
            reply_to: Some("team@x.example".parse().expect("an address")),
            address,
            organisation: Some("Aufbruch e. V.".into()),
            postal_address: Some("Weg 1, 20457 Hamburg".into()),
            imprint_url: None,
            privacy_url: Some("https://x.example/datenschutz".into()),
            feedback_id: None,
        }
    }

    #[test]
    fn the_first_contact_names_source_controller_purpose_basis_and_rights_in_both_languages() {
        let occasion =
            Occasion { purpose: Purpose::Invitation, basis: Basis::Consent, sources: &["Kommunalverzeichnis 2026"] };
        for (language, words) in [
            (Language::De, ["Einladungen", "Einwilligung (Art. 6", "Auskunft", "beschweren", "erste Nachricht"]),
            (Language::En, ["invitations", "consent (Art. 6", "right of access", "complain", "first message"]),
        ] {
            let told = notices(&sender(), language, &occasion);
            assert_eq!(told.len(), 1);
            let facts = ["Kommunalverzeichnis 2026", "Aufbruch e. V.", "Weg 1", "team@x.example", "/datenschutz"];
            for fact in facts.into_iter().chain(words) {
                assert!(told[0].contains(fact), "{fact}: {}", told[0]);
            }
        }
    }

    #[test]
    fn customers_are_told_that_they_can_object_to_advertising() {
        let told = |basis, purpose| notices(&sender(), Language::De, &Occasion { purpose, basis, sources: &[] });
        assert!(told(Basis::ExistingCustomer, Purpose::Newsletter)[0].contains("jederzeit widersprechen"));
        assert!(told(Basis::ExistingCustomer, Purpose::Organisation).is_empty());
        assert!(told(Basis::Consent, Purpose::Newsletter).is_empty());
    }

    #[test]
    fn who_cannot_say_who_is_responsible_lacks_keys() {
        let sender = Sender { privacy_url: None, postal_address: None, ..sender() };
        assert_eq!(missing(&sender), ["sender.postal_address", "sender.privacy_url"]);
    }
}
