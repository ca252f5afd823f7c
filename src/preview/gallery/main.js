
// --- what people do

list.addEventListener("click", (event) => {
  const element = event.target.closest(".mail");
  if (!element) return;
  goTo(Number(element.getAttribute("aria-posinset")) - 1);
  if (isNarrow()) open();
});
list.addEventListener("scroll", () => {
  if (list.scrollTop + 2 * list.clientHeight > list.scrollHeight) drawTo(drawn + STEP - 1);
});
list.addEventListener("keydown", step);
byId("search").addEventListener("keydown", (event) => chosen("who") === "list" && step(event));
byId("search").addEventListener("input", search);
byId("to-plan").addEventListener("click", () => (showPlan(), open()));
byId("back").addEventListener("click", back);
document.querySelectorAll('input[name="who"]').forEach((input) => input.addEventListener("change", search));
byId("compare").addEventListener("change", (event) => pin(event.target.checked));
document.querySelectorAll("#bar input:not(#compare, #together)").forEach((input) => input.addEventListener("change", draw));
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("#search, select");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    document.body.classList.remove("open");
    byId("search").focus();
  } else if (event.key === "Escape") back();
  else if (event.key === "s" && isPlain && !isTyping && !byId("of-together").hidden) byId("together").click();
  else if (event.key === "c" && isPlain && !isTyping && !byId("mail").hidden) pin(pinned === -1);
});

byId("dark").checked = matchMedia("(prefers-color-scheme: dark)").matches;
byId("of-calendar").hidden = !data.card;
addFilters();
fillSince();
showPlan();
search();
