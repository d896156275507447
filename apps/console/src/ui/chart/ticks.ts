/** Round numbers from 0 up to at least `highest`, for an axis: steps of 1, 2 or 5 times a power of ten, whole ones only. */
export function roundTicks(highest: number, most = 5): number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / (most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? power * 10);
  const ticks: number[] = [];
  for (let tick = 0; ticks.length === 0 || ticks.at(-1)! < highest; tick += step) ticks.push(tick);
  return ticks;
}
