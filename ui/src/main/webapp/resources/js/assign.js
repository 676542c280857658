/** Opens the signature of an assignment in a window of its own, and shows what came of it. */
const form = document.getElementById("assign");
form?.addEventListener("submit", (e) => {
  e.preventDefault();
  const value = (id) => document.getElementById(id).value.trim();
  const query = new URLSearchParams({ act: "assign-model-version", record: form.dataset.version, unit: value("unit"), product: value("product"), use: value("use") });
  const context = document.documentElement.dataset.context ?? "";
  const w = window.open(`${context}/sign/record.xhtml?${query}`, "veritwin-sign", "popup,width=1440,height=900");
  const watch = setInterval(() => {
    if (w?.closed) {
      clearInterval(watch);
      window.location.assign(`${context}/model/models.xhtml?selected=${encodeURIComponent(form.dataset.version)}`);
    }
  }, 500);
});
