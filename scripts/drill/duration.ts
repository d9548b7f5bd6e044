/** Seconds as an operator says them: `4s`, `8m59s`, `1h02m03s`; `-` when they are not known. */
export function formatDuration(seconds: number | undefined): string {
  if (seconds === undefined) return "-";
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return `${hours}h${twoDigits(minutes)}m${twoDigits(rest)}s`;
  return minutes > 0 ? `${minutes}m${twoDigits(rest)}s` : `${rest}s`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
