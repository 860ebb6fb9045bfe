/**
 * Whether a text matches a pattern of a rule: `*` stands for any characters, `?` for one.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function matchesPattern(text: string, pattern: string): boolean {
  // Two pointers and the last star, for a regular expression of many stars takes time without bound.
  let inText = 0;
  let inPattern = 0;
  let star = -1;
  let afterStar = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === "*") {
      star = inPattern;
      inPattern += 1;
      afterStar = inText;
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[inText])) {
      inText += 1;
      inPattern += 1;
    } else if (star !== -1) {
      afterStar += 1;
      inText = afterStar;
      inPattern = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
