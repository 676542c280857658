/** The button "Certified copy": asks for the reason, fetches the copy, and says why there is none. */
import { say } from "./dom.js";

/** Fetches the copy that a form asks for, and says in `said` what came of it. */
export async function issueCopy(address, asked, button, said) {
  button.disabled = true;
  say(said, "The copy is being made. Its entry comes first, then the log, then the paper.");
  try {
    const answer = await fetch(address + "?" + new URLSearchParams(asked), { credentials: "same-origin", cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Error("The login has ended. Load the page again to log in.");
    if (!(answer.headers.get("Content-Type") ?? "").includes("pdf")) throw new Error((await answer.json()).sentence);
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "certified-copy.pdf";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    URL.revokeObjectURL(link.href);
    say(said, `Issued: ${name}.`);
  } catch (failure) {
    say(said, failure.message);
  } finally {
    button.disabled = false;
  }
}

document.querySelectorAll("form[data-copy]").forEach((form) => {
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    issueCopy(form.action, new FormData(form), form.querySelector("button"), form.querySelector("[data-said]"));
  });
});
