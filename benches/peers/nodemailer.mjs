// Sends the benchmark's list with nodemailer's pool and handlebars: `node nodemailer.mjs PORT LIST CONNECTIONS`.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import nodemailer from "nodemailer";

const [port, listFile, connections] = process.argv.slice(2);

const beside = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const html = Handlebars.compile(beside("bench.html.hbs"), { strict: true });
const text = Handlebars.compile(beside("bench.txt.hbs"), { strict: true, noEscape: true });
const subject = Handlebars.compile(
  "Rückblick {{ event.name }}: Grüße nach {{ contact.municipality }}",
  { strict: true, noEscape: true },
);
const { event, sender } = JSON.parse(beside("event.json"));

// The generator quotes nothing in this list, so splitting is enough, and in the peer's favour.
function* contacts() {
  const [, ...lines] = readFileSync(listFile, "utf8").trimEnd().split(/\r?\n/);
  for (const line of lines) {
    const [email, form, title, first_name, last_name, role, municipality, state, postal_code] =
      line.split(";");
    const greeting = form === "Frau" ? "Sehr geehrte Frau" : "Sehr geehrter Herr";
    const salutation = [greeting, title, last_name].filter(Boolean).join(" ");
    yield { email, salutation, first_name, last_name, role, municipality, state, postal_code };
  }
}

const mail = (contact) => {
  const token = createHmac("sha256", "bench").update(contact.email).digest("base64url");
  const unsubscribe = `mailto:${sender.reply_to}?subject=unsubscribe%20${token}`;
  const scope = { contact, event, sender, links: { unsubscribe } };
  return {
    from: { name: sender.name, address: sender.address },
    to: { name: `${contact.first_name} ${contact.last_name}`, address: contact.email },
    replyTo: sender.reply_to,
    subject: subject(scope),
    list: { unsubscribe },
    html: html(scope),
    text: text(scope),
  };
};

const transport = nodemailer.createTransport({
  host: "127.0.0.1",
  port: Number(port),
  secure: false,
  ignoreTLS: true,
  pool: true,
  maxConnections: Number(connections),
  maxMessages: Infinity,
});

// Mails are built only as the pool takes them; twice the connections keep it busy without filling memory.
async function feed(waiting) {
  for (const contact of waiting) await transport.sendMail(mail(contact));
}

const waiting = contacts();
const start = performance.now();
await Promise.all(Array.from({ length: 2 * Number(connections) }, () => feed(waiting)));
console.log(`sending ${Math.round(performance.now() - start)} ms`);
transport.close();
