/** Tells the server the person's time zone, and makes rows that open something open by keyboard and pointer. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes("zone=" + encodeURIComponent(zone))) {
  document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax; secure`;
}
document.addEventListener("click", (e) => {
  const row = e.target.closest("tr[data-open]");
  if (row && !e.target.closest("a, button, input, summary")) window.location.assign(row.dataset.open);
});
document.addEventListener("keydown", (e) => {
  const row = e.target.closest?.("tr[data-open]");
  if (!row) return;
  if (e.key === "Enter") window.location.assign(row.dataset.open);
  if (e.key === "ArrowDown" || e.key === "ArrowUp") {
    const rows = [...row.closest("table").querySelectorAll("tr[data-open]")];
    rows[rows.indexOf(row) + (e.key === "ArrowDown" ? 1 : -1)]?.focus();
    e.preventDefault();
  }
});
/** Buttons that act without leaving the page in the form's own words: print, close. */
document.querySelectorAll("[data-print]").forEach((b) => b.addEventListener("click", () => window.print()));
/** A form is sent once. */
document.addEventListener("submit", (e) => {
  if (e.target.dataset.sent) e.preventDefault();
  e.target.dataset.sent = "1";
  setTimeout(() => delete e.target.dataset.sent, 4000);
});
/** Drafts survive a login that expires. */
document.querySelectorAll("[data-draft]").forEach((field) => {
  const key = "draft:" + location.pathname + ":" + field.dataset.draft;
  if (!field.value && sessionStorage.getItem(key)) field.value = sessionStorage.getItem(key);
  field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
  field.form?.addEventListener("submit", () => sessionStorage.removeItem(key));
});
