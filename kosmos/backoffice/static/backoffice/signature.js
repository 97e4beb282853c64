// A signature drawn by finger, pen or mouse, kept as the path of an SVG in whole units. Without scripts a tick takes its place.
(() => {
  const pad = document.getElementById("pad");
  if (!pad) return;
  const field = document.querySelector("input[name=signature]");
  const { width, height } = pad;
  const LONGEST = 12000;
  let strokes = [];
  let drawing = null;

  const path = () => strokes.map((stroke) => "M" + stroke.map(([x, y]) => `${x} ${y}`).join("L")).join("");
  const read = (text) => [...text.matchAll(/M([^M]+)/g)].map(([, stroke]) => stroke.split("L").map((point) => point.split(" ").map(Number)));

  function show() {
    const sharp = Math.min(3, window.devicePixelRatio || 1) * 2;
    pad.width = width * sharp;
    pad.height = height * sharp;
    const pen = pad.getContext("2d");
    pen.scale(sharp, sharp);
    pen.lineWidth = 2;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#111b33";
    for (const stroke of strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    }
  }

  function point(event) {
    const box = pad.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value * most)));
    return [within((event.clientX - box.left) / box.width, width), within((event.clientY - box.top) / box.height, height)];
  }

  function keep() {
    field.value = path();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  pad.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    drawing = [point(event)];
    strokes.push(drawing);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [x, y] = point(event);
    const [before, above] = drawing[drawing.length - 1];
    if (Math.abs(x - before) + Math.abs(y - above) < 2 || path().length > LONGEST - 20) return;
    drawing.push([x, y]);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => {
      if (!drawing) return;
      drawing = null;
      keep();
    });
  }
  document.getElementById("wipe").addEventListener("click", () => {
    strokes = [];
    show();
    keep();
  });
  field.addEventListener("restored", () => {
    strokes = field.value ? read(field.value) : [];
    show();
  });
  document.getElementById("sign").hidden = false;
  strokes = field.value ? read(field.value) : [];
  show();
})();
