// Helpers that run inside a page, as window.look. They are put there through the debugger, which no policy of the page stops.

/** To be evaluated in a page. */
export const inPage = `window.look = (${library})()`;

function library() {
  /** `figure#fig-x > svg.chart "first words"`: what a message calls an element. */
  function name(element) {
    const part = (node) => {
      const classes = (node.getAttribute("class") ?? "").split(/\s+/).filter(Boolean).slice(0, 2);
      return node.localName + (node.id ? `#${node.id}` : "") + classes.map((one) => `.${one}`).join("");
    };
    const near = element.parentElement?.closest("[id]");
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 50);
    return (near ? `${part(near)} > ` : "") + part(element) + (words ? ` “${words}”` : "");
  }

  /** Whether a reader can see it. */
  function visible(element) {
    const shown = element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: false });
    const box = element.getBoundingClientRect();
    return shown && box.width > 0 && box.height > 0;
  }

  /** Kept for screen readers only: clipped to a pixel. */
  function clipped(element) {
    return element.closest(".visually-hidden") !== null || element.getBoundingClientRect().width <= 1;
  }

  /** [red, green, blue, alpha] of any CSS colour; null for none. */
  const painter = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  function colour(text) {
    if (!text || text === "none" || text.startsWith("url(")) return null;
    painter.clearRect(0, 0, 1, 1);
    painter.fillStyle = "#000";
    painter.fillStyle = text;
    painter.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = painter.getImageData(0, 0, 1, 1).data;
    return alpha === 0 ? null : [red, green, blue, alpha / 255];
  }

  function luminance([red, green, blue]) {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  }

  /** WCAG contrast of two colours. */
  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  /** The first opaque background behind an element. */
  function background(element) {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found && found[3] === 1) return found;
    }
    return [255, 255, 255, 1];
  }

  /** The value of a custom property of the page as a colour. */
  function property(property) {
    return colour(getComputedStyle(document.documentElement).getPropertyValue(property).trim());
  }

  /** How many CSS pixels one unit of an element's own coordinates takes. */
  function scale(element) {
    const matrix = element.getScreenCTM();
    return matrix ? Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) : 1;
  }

  /** The pictures of charts that are shown now. */
  function pictures() {
    return [...document.querySelectorAll(".chart svg")].filter(visible);
  }

  /** The shapes of a picture that carry data or help to read it, with their opaque colours. */
  function shapes(svg) {
    const all = [...svg.querySelectorAll("path, rect, circle, ellipse, polygon, polyline, line")];
    const drawn = all.filter((shape) => !shape.closest("defs, clipPath, mask") && visible(shape));
    return drawn.map((shape) => {
      const style = getComputedStyle(shape);
      const opaque = (opacity) => Number(style.opacity) * Number(opacity) > 0.9;
      const paint = (text, opacity) => (opaque(opacity) ? colour(text) : null);
      return { shape, fill: paint(style.fill, style.fillOpacity), stroke: Number.parseFloat(style.strokeWidth) > 0 ? paint(style.stroke, style.strokeOpacity) : null };
    });
  }

  const same = (one, other) => Boolean(one && other) && one.slice(0, 3).every((part, index) => Math.abs(part - other[index]) <= 1);
  const hex = (one) => `#${one.slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("")}`;

  return { background, clipped, colour, contrast, hex, name, pictures, property, same, scale, shapes, visible };
}
