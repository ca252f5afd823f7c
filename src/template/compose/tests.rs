use std::fs;

use super::*;

/// The template `a.mjml` of a folder with these files, composed.
fn composed(files: &[(&str, &str)]) -> Result<Source, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join("templates").join(name);
        fs::create_dir_all(path.parent().expect("below a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    let asked_at = Place::line("c.md", 4);
    let source = compose(Library::new(folder.path()), "a.mjml", &asked_at).map_err(|finding| finding.to_string())?;
    source.ok_or_else(|| "none".to_owned())
}

fn text(files: &[(&str, &str)]) -> String {
    composed(files).expect("fits together").template().to_owned()
}

#[test]
fn a_layout_fills_the_blocks_of_its_base_and_keeps_the_rest() {
    let base = "<a>{% block one %}1{% endblock %}{% block two %}2{% endblock two %}</a>";
    assert_eq!(text(&[("a.mjml", base)]), "<a>12</a>");
    let own = "{# mine #}\n{% extends \"base.mjml\" %}\n{% block two %}zwei{% endblock %}\n";
    assert_eq!(text(&[("a.mjml", own), ("base.mjml", base)]), "<a>1zwei</a>");
}

#[test]
fn a_block_may_keep_what_it_replaces_over_several_files() {
    let files = [
        ("a.mjml", "{% extends 'm.mjml' %}{% block x %}a{{ super() }}{% block z %}!{% endblock %}{% endblock %}"),
        ("m.mjml", "{% extends 'base.mjml' %}{% block x %}m{{ super() }}{% endblock %}{% block y %}Y{% endblock %}"),
        ("base.mjml", "[{% block x %}b{% block y %}y{% endblock %}{% endblock %}]"),
    ];
    assert_eq!(text(&files), "[ambY!]");
}

#[test]
fn a_part_is_put_in_with_its_own_parts_and_blanks_go_as_tera_has_it() {
    let files = [
        ("a.mjml", "x \n{%- include 'p/one.mjml' -%}\n y {% include `p/one.mjml` %}"),
        ("p/one.mjml", "1{% include \"p/two.mjml\" %}"),
        ("p/two.mjml", "2{{ contact.email }}\n"),
    ];
    assert_eq!(text(&files), "x12{{ contact.email }}y 12{{ contact.email }}");
    let source = composed(&files).expect("fits together");
    let at = source.template().find("contact").expect("is there");
    assert_eq!(source.place(at).to_string(), "templates/p/two.mjml:1:5");
    let read: Vec<_> = source.files().map(|(path, _)| path).collect();
    assert_eq!(read, ["templates/a.mjml", "templates/p/one.mjml", "templates/p/two.mjml"]);
}

#[test]
fn a_block_of_a_part_can_be_filled_too() {
    let files = [
        ("a.mjml", "{% extends 'base.mjml' %}{% block in %}mine{% endblock %}"),
        ("base.mjml", "({% include 'p.mjml' %})"),
        ("p.mjml", "{% block in %}its{% endblock %}"),
    ];
    assert_eq!(text(&files), "(mine)");
}

#[test]
fn what_does_not_fit_together_is_told_at_its_place() {
    let base = ("base.mjml", "{% block known %}{% endblock %}");
    for (own, told) in [
        ("ä{% include 'nix.mjml' %}", "templates/a.mjml:1:2: part-missing part=\"nix.mjml\""),
        ("\n{% include '../x.mjml' %}", "templates/a.mjml:2:1: path-outside path=\"../x.mjml\""),
        ("{% include '/etc/passwd' %}", "templates/a.mjml:1:1: path-outside"),
        ("{% include 'p\\x.mjml' %}", "templates/a.mjml:1:1: block-structure what=\"unnamed\""),
        ("{% include event.name %}", "templates/a.mjml:1:1: block-structure what=\"unnamed\""),
        ("{% include 'a.mjml' %}", "templates/a.mjml:1:1: part-circle circle=\"a.mjml → a.mjml\""),
        ("{% include 'b.mjml' %}", "templates/b.mjml:1:2: part-circle circle=\"a.mjml → b.mjml → a.mjml\""),
        ("{% extends 'a.mjml' %}", "templates/a.mjml:1:1: part-circle"),
        ("x{% extends 'base.mjml' %}", "templates/a.mjml:1:2: block-structure what=\"extends\""),
        ("{% extends 'base.mjml' %} x", "templates/a.mjml:1:27: block-structure what=\"beside\""),
        ("{% extends 'base.mjml' %}{% set x = 1 %}", "templates/a.mjml:1:26: block-structure what=\"beside\""),
        (
            "{% extends 'base.mjml' %}{% block knwon %}{% endblock %}",
            "templates/a.mjml:1:26: block-unknown block=\"knwon\" known=\"known\" nearest=\"known\"",
        ),
        ("{% block x %}\n", "templates/a.mjml:1:1: tag-unpaired what=\"end\""),
        ("a{% endblock %}", "templates/a.mjml:1:2: tag-unpaired what=\"begin\""),
        ("{% block x %}{% endblock y %}", "templates/a.mjml:1:14: block-structure what=\"stray\" name=\"y\""),
        (
            "{% block x %}{% endblock %}\n{% block x %}{% endblock %}",
            "templates/a.mjml:2:1: block-structure what=\"twice\"",
        ),
        ("{% block %}{% endblock %}", "templates/a.mjml:1:1: block-structure what=\"unnamed\""),
        ("{% block x %}{{ super() }}{% endblock %}", "templates/a.mjml:1:14: block-structure what=\"super\""),
        ("{% include 'child.mjml' %}", "templates/child.mjml:1:1: block-structure what=\"extends\""),
    ] {
        let files =
            [("a.mjml", own), base, ("b.mjml", " {% include 'a.mjml' %}"), ("child.mjml", "{% extends 'base.mjml' %}")];
        let refused = composed(&files).expect_err(own);
        assert!(refused.starts_with(told), "{own}: {refused}");
    }
}

#[test]
fn parts_cannot_stand_in_each_other_without_end() {
    let names: Vec<String> = (0..=DEPTH).map(|number| format!("p{number}.mjml")).collect();
    let texts: Vec<String> = (1..=DEPTH + 1).map(|next| format!("{{% include 'p{next}.mjml' %}}")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    files.push(("a.mjml", "{% include 'p0.mjml' %}"));
    assert!(composed(&files).expect_err("too deep").contains("p6.mjml:1:1: part-too-deep"));
    let many = "{% include 'p.mjml' %}".repeat(PARTS + 1);
    assert!(composed(&[("a.mjml", &many), ("p.mjml", "x")]).expect_err("too many").contains("part-too-deep"));
}

#[cfg(unix)]
#[test]
fn a_link_must_not_lead_out_of_the_workspace() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let templates = folder.path().join("work/templates");
    fs::create_dir_all(&templates).expect("writable");
    fs::write(folder.path().join("secret.mjml"), "secret").expect("writable");
    fs::write(templates.join("a.mjml"), "{% include 'link.mjml' %}").expect("writable");
    std::os::unix::fs::symlink(folder.path().join("secret.mjml"), templates.join("link.mjml")).expect("writable");
    let root = folder.path().join("work");
    let refused = compose(Library::new(&root), "a.mjml", &Place::file("c.md")).expect_err("leads out");
    assert_eq!(refused.to_string(), "templates/a.mjml:1:1: path-outside path=\"link.mjml\"");
}
