/** The window for a signature: opened from a link or by a page, the page is read anew when it closes. */
const context = document.documentElement.dataset.context ?? "";

export function openSignature(query) {
  const w = window.open(`${context}/sign/record.xhtml?${new URLSearchParams(query)}`, "veritwin-sign", "popup,width=1440,height=900");
  const watch = setInterval(() => {
    if (w?.closed) {
      clearInterval(watch);
      window.location.reload();
    }
  }, 500);
}

document.querySelectorAll("a[data-sign]").forEach((a) => a.addEventListener("click", (e) => {
  e.preventDefault();
  openSignature(Object.fromEntries(new URL(a.href).searchParams));
}));
