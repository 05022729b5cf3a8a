// Follow a trait into an attribute or anything else, now and whenever it changes.
function follow(model, signal, names, act) {
  const event = names.split(" ").map((name) => "change:" + name).join(" ");
  model.on(event, act);
  signal.addEventListener("abort", () => model.off(event, act));
  act();
}
