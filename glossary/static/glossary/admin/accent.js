// The accent colours while they are chosen: the browser's picker, a live sample, the server's judgement.

const inputs = [...document.querySelectorAll("[data-accent]")];
const partsOf = (input) => {
  const around = input.closest(".accent");
  return { around, judgement: around.querySelector(".accent-judgement") };
};
const pickers = new Map();
let asked = 0;

inputs.forEach((input) => {
  const { judgement } = partsOf(input);
  const picker = document.createElement("input");
  picker.type = "color";
  picker.setAttribute("aria-label", `${judgement.dataset.pick}: ${input.labels[0].textContent.trim().replace(/:$/, "")}`);
  input.after(picker);
  pickers.set(input, picker);
  picker.addEventListener("input", () => {
    input.value = picker.value;
    judge();
  });
  input.addEventListener("input", judge);
});

async function judge() {
  asked += 1;
  const mine = asked;
  const query = new URLSearchParams(inputs.map((input) => [input.dataset.accent, input.value]));
  const response = await fetch(`${inputs[0].dataset.checkUrl}?${query}`).catch(() => null);
  if (!response?.ok || mine !== asked) return;
  const judged = await response.json().catch(() => null);
  if (judged) inputs.forEach((input) => show(input, judged[input.dataset.accent]));
}

function show(input, { shown, problem, nearest }) {
  const { around, judgement } = partsOf(input);
  around.querySelectorAll(".accent-shown").forEach((part) => part.setAttribute("fill", shown));
  pickers.get(input).value = shown;
  input.placeholder = shown;
  // Django shows the same sentence above the input once the form came back with it.
  const told = around.closest(".form-row")?.querySelector(".errorlist")?.textContent.includes(problem);
  judgement.replaceChildren(told ? "" : problem);
  if (!nearest) return;
  const take = document.createElement("button");
  take.type = "button";
  take.textContent = judgement.dataset.take.replace("%colour%", nearest);
  take.addEventListener("click", () => {
    input.value = nearest;
    input.focus();
    judge();
  });
  judgement.append(" ", take);
}

if (inputs.length) judge();
