// Saves what a kernel has sent as a file, without asking a server for it.

function download(name, mime, data) {
  const address = URL.createObjectURL(new Blob([data], { type: mime }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
