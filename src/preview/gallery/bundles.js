
// --- what is loaded when somebody looks at it

/** So long a page on disk may take to hand over what it holds, in milliseconds. */
const PATIENCE = 15_000;
const loading = new Map();

/** What a page of `views` holds. Pages from disk may read no other file, but a frame may hand over what it is. */
function handedOver(name) {
  if (!loading.has(name)) loading.set(name, ask(name).catch((error) => (loading.delete(name), Promise.reject(error))));
  return loading.get(name);
}

function ask(name) {
  return new Promise((resolve, reject) => {
    const frame = make("iframe");
    const end = (settle, value) => {
      clearTimeout(patience);
      removeEventListener("message", take);
      frame.remove();
      settle(value);
    };
    const take = (event) => event.source === frame.contentWindow && end(resolve, event.data);
    const patience = setTimeout(() => end(reject, new Error(`views/${name}.html`)), PATIENCE);
    addEventListener("message", take);
    frame.hidden = true;
    // its script may run, and reaches nothing of this page
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = `views/${name}.html`;
    document.body.append(frame);
  });
}

/** What the pieces of a bundle make together, as `pieces.rs` writes it. */
function joined(pieces, ranges) {
  let text = "";
  for (let at = 0; at < ranges.length; at += 2) text += pieces.slice(ranges[at], ranges[at + 1]).join("");
  return text;
}

/** A mail whole: its parts as texts, what was approved, and what differs from earlier. */
async function mailOf(number) {
  const name = String(Math.floor(number / data.bundle) + 1).padStart(4, "0");
  const { pieces, mails } = await handedOver(name);
  const { html, text, source, approved, changes } = mails[number % data.bundle];
  const whole = joined(pieces.source, source);
  return {
    subject: data.subjects[data.mails[number][SUBJECT]],
    html: joined(pieces.html, html),
    text: joined(pieces.text, text),
    source: whole,
    headers: whole.slice(0, whole.search(/\r?\n\r?\n/)),
    approved: approved && {
      subject: approved.subject,
      html: joined(pieces.html, approved.html),
      text: joined(pieces.text, approved.text),
    },
    changes: changes ?? [],
  };
}
