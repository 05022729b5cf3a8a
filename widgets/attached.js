// A view is drawn before the page has it: do something once it stands inside its widget.
function onceInside(el, signal, act) {
  if (signal.aborted) return;
  const root = el.closest(".glassbox");
  if (root && root.isConnected) act(root);
  else requestAnimationFrame(() => onceInside(el, signal, act));
}
