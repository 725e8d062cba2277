// A live count of characters against the advised length, read out only when one stops typing.

const words = document.getElementById("editor-words");

for (const input of document.querySelectorAll("[data-count-advised]")) {
  const advised = Number(input.dataset.countAdvised);
  const output = document.createElement("p");
  output.className = "count";
  output.id = `${input.id}_count`;
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  const holder = document.createElement("div");
  holder.className = "counted";
  input.before(holder);
  holder.append(input, output, spoken);
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${output.id}`.trim());
  let timer;
  const show = (aloud) => {
    const length = [...input.value.trim()].length;
    output.textContent = words.dataset[length > advised ? "over" : "count"]
      .replace("%length%", length)
      .replace("%advised%", advised);
    output.classList.toggle("over", length > advised);
    clearTimeout(timer);
    if (aloud) timer = setTimeout(() => (spoken.textContent = output.textContent), 1000);
  };
  input.addEventListener("input", () => show(true));
  show(false);
}
