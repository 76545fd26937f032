/** A size as people say it in their language, in steps of 1,024; the exact number of bytes where it is small. */
export function sizeOf(bytes: number, locale: string): string {
  if (bytes < 1024) return `${bytes.toLocaleString(locale)} B`;
  const step = bytes < 1024 * 1024 ? { by: 1024, unit: 'KB' } : { by: 1024 * 1024, unit: 'MB' };
  return `${(bytes / step.by).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} ${step.unit}`;
}
