/** The company's colours, made readable (WCAG 2, relative luminance and contrast). */

const WHITE = [255, 255, 255];
const BLACK = [16, 20, 20];

/** A CSS colour as [red, green, blue]; null when the browser does not know it. */
export function parsed(css) {
  if (!css || !CSS.supports("color", css)) return null;
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = css;
  const hex = /^#(..)(..)(..)$/.exec(pen.fillStyle);
  if (hex) return hex.slice(1).map((part) => parseInt(part, 16));
  const numbers = /^rgba\((\d+), (\d+), (\d+)/.exec(pen.fillStyle);
  return numbers ? numbers.slice(1).map(Number) : null;
}

export function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The wanted colour when it can be read on this one, else black or white. */
export function readableOn(background, wanted) {
  if (wanted && contrast(background, wanted) >= 4.5) return wanted;
  return contrast(background, WHITE) >= 4.5 ? WHITE : BLACK;
}

/** A colour moved towards black or white until it can be read on a surface. */
export function shaded(colour, surface) {
  const end = luminance(surface) > 0.18 ? 0 : 255;
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = colour.map((part) => Math.round(part + (end - part) * share));
    if (contrast(mixed, surface) >= 5.5) return mixed;
  }
  return [end, end, end];
}

export const css = (colour) => `rgb(${colour.join(" ")})`;
