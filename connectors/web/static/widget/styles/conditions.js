/** What fingers, small screens, stillness and high contrast ask for; last, so that it wins. */

export default `
@media (pointer: coarse), (max-width: 30em) {
  .ghost, .outlined, .thumb, .chip { min-width: 44px; min-height: 44px; }
}
@media (max-width: 30em) {
  .launcher { padding: .6em 1.05em; }
  .launcher-words { display: none; }
}
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) {
  .launcher, .solid, .panel, .bubble, .badge, .chip span { border: 1px solid CanvasText; }
  .outlined[aria-pressed="true"], .chip input:checked + span { forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight; }
  :focus-visible { outline-color: Highlight; }
}
@media print { .root { display: none; } }
@media (max-width: 26em) { .monogram { display: none; } .header { gap: .1em; } }
`;
