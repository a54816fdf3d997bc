/** RFC 3339 in China's time zone, as WeChat Pay writes it. */
export function toTime(date: Date): string {
  return new Date(date.getTime() + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00')
}
