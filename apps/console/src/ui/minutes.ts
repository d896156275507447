/** Whole minutes in words, with the right plurals: "1 hour 30 minutes"; whole days as days: "7 days". */
export function minutesInWords(
  t: (key: 'daysLong' | 'hoursLong' | 'minutesLong', values: { n: number }) => string,
  minutes: number,
): string {
  if (minutes > 0 && minutes % 1_440 === 0) return t('daysLong', { n: minutes / 1_440 });
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? t('hoursLong', { n: hours }) : '', rest > 0 || hours === 0 ? t('minutesLong', { n: rest }) : '']
    .filter(Boolean)
    .join(' ');
}
