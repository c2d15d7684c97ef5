/* SPDX-License-Identifier: Apache-2.0 */
/* A program that does nothing, linked to what hallmark is linked to: what loading the libraries alone costs. */
int
main (void)
{
  return 0;
}
