/** Whole seconds as DRS writes durations, ISO 8601: `PT3S`, `PT1H0M5S`, `P2DT0H0M0S`. */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = {
    days: Math.floor(whole / 86_400),
    hours: Math.floor(whole / 3600) % 24,
    minutes: Math.floor(whole / 60) % 60,
  };
  const days = parts.days > 0 ? `${parts.days}D` : "";
  const hours = whole >= 3600 ? `${parts.hours}H` : "";
  const minutes = whole >= 60 ? `${parts.minutes}M` : "";
  return `P${days}T${hours}${minutes}${whole % 60}S`;
}
