/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The idea is that of Unicode's UTS #39 (confusable detection); the table is short, of letters that
 * stand in identifiers and are told from Latin ones by nobody: Cyrillic, Greek, Armenian, Cherokee.
 * Greek letters that mathematics uses and that look their own are left out.
 */
#include "evidence/content/confusables.h"

typedef struct {
  guint16 character;
  char letter;
} Confusable;

/* In order. */
static const Confusable confusables[] = {
  { 0x0391, 'A' }, { 0x0392, 'B' }, { 0x0395, 'E' }, { 0x0396, 'Z' }, { 0x0397, 'H' },
  { 0x0399, 'I' }, { 0x039a, 'K' }, { 0x039c, 'M' }, { 0x039d, 'N' }, { 0x039f, 'O' },
  { 0x03a1, 'P' }, { 0x03a4, 'T' }, { 0x03a5, 'Y' }, { 0x03a7, 'X' }, { 0x03bf, 'o' },
  { 0x03f2, 'c' }, { 0x03f3, 'j' }, { 0x03f9, 'C' }, { 0x0405, 'S' }, { 0x0406, 'I' },
  { 0x0408, 'J' }, { 0x0410, 'A' }, { 0x0412, 'B' }, { 0x0415, 'E' }, { 0x041a, 'K' },
  { 0x041c, 'M' }, { 0x041d, 'H' }, { 0x041e, 'O' }, { 0x0420, 'P' }, { 0x0421, 'C' },
  { 0x0422, 'T' }, { 0x0423, 'Y' }, { 0x0425, 'X' }, { 0x0430, 'a' }, { 0x0435, 'e' },
  { 0x043e, 'o' }, { 0x0440, 'p' }, { 0x0441, 'c' }, { 0x0443, 'y' }, { 0x0445, 'x' },
  { 0x0455, 's' }, { 0x0456, 'i' }, { 0x0458, 'j' }, { 0x0474, 'V' }, { 0x0475, 'v' },
  { 0x04ae, 'Y' }, { 0x04bb, 'h' }, { 0x04c0, 'I' }, { 0x04cf, 'l' }, { 0x0501, 'd' },
  { 0x050c, 'G' }, { 0x051a, 'Q' }, { 0x051b, 'q' }, { 0x051c, 'W' }, { 0x051d, 'w' },
  { 0x053c, 'L' }, { 0x054d, 'U' }, { 0x0555, 'O' }, { 0x0570, 'h' }, { 0x0578, 'n' },
  { 0x057d, 'u' }, { 0x0581, 'g' }, { 0x0585, 'o' }, { 0x13a0, 'D' }, { 0x13a2, 'T' },
  { 0x13aa, 'A' }, { 0x13ab, 'J' }, { 0x13ac, 'E' }, { 0x13b3, 'W' }, { 0x13b7, 'M' },
  { 0x13bb, 'H' }, { 0x13c0, 'G' }, { 0x13c3, 'Z' }, { 0x13d2, 'R' }, { 0x13d9, 'V' },
  { 0x13da, 'S' }, { 0x13de, 'L' }, { 0x13df, 'C' }, { 0x13e2, 'P' }, { 0x13e6, 'K' },
  { 0x13f4, 'B' },
};

/* The two alphabets of compatibility letters that an interpreter may fold to ASCII (Python does: PEP 3131). */
static char
folded_letter (gunichar character)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  if (character >= 0xff21 && character <= 0xff3a) /* full width */
    return (char) ('A' + (char) (character - 0xff21));
  if (character >= 0xff41 && character <= 0xff5a)
    return (char) ('a' + (char) (character - 0xff41));
  if (character >= 0x1d400 && character <= 0x1d6a3) /* mathematical, a dozen styles */
    return alphabet[(character - 0x1d400) % (sizeof alphabet - 1)];
  return '\0';
}

char
hm_confusable_letter (gunichar character)
{
  gsize low = 0;
  gsize high = G_N_ELEMENTS (confusables);

  if (character > G_MAXUINT16 || character >= 0xff00)
    return folded_letter (character);
  while (low < high) {
    const gsize middle = low + (high - low) / 2;

    if (confusables[middle].character == character)
      return confusables[middle].letter;
    if (character < confusables[middle].character)
      high = middle;
    else
      low = middle + 1;
  }
  return '\0';
}
