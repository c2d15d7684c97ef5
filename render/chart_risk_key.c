/* SPDX-License-Identifier: Apache-2.0 */
/* What the marks of the risk map mean. */
#include "render/chart_risk.h"

#include "core/number.h"

/* Begins a line of the key with a mark as it is drawn. @class: of the list's item; "" for none */
static void
key_begin (HmHtml *html, const char *class, const char *mark, const char *path)
{
  hm_html_begin (html, "li");
  if (*class != '\0')
    hm_html_attribute (html, "class", class);
  if (mark == NULL)
    return;
  hm_html_begin (html, "svg");
  hm_html_attribute (html, "class", "swatch");
  hm_html_attribute (html, "viewBox", "0 0 14 14");
  hm_html_attribute (html, "width", "14");
  hm_html_attribute (html, "height", "14");
  hm_html_attribute (html, "aria-hidden", "true");
  hm_html_begin (html, "path");
  hm_html_attribute (html, "class", mark);
  hm_html_attribute (html, "d", path);
  hm_html_end (html);
  hm_html_end (html);
}

static void
colours_append (HmHtml *html)
{
  /* The circle that the marks are. */
  static const char circle[] = "M1.5 7a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z";
  char middle[HM_SCORE_TEXT_SIZE];
  char high[HM_SCORE_TEXT_SIZE];

  hm_score_text (HM_CHART_RISK_MIDDLE, middle);
  hm_score_text (HM_CHART_RISK_HIGH, high);
  key_begin (html, "", "dot risk-high", circle);
  hm_html_text_format (html, "risk of %s or more", high);
  hm_html_end (html);
  key_begin (html, "", "dot risk-middle", circle);
  hm_html_text_format (html, "%s or more", middle);
  hm_html_end (html);
  key_begin (html, "", "dot risk-low", circle);
  hm_html_text (html, "less");
  hm_html_end (html);
}

/*
 * Which marks are links: it differs with the room that there is for them. @class: of what is shown
 * where that room is
 */
static void
links_append (HmHtml *html, const char *class, gsize n_links, gsize n_dots)
{
  if (n_links == n_dots)
    return;
  key_begin (html, class, "rest risk-low-line", "M7 7h0");
  hm_html_text_format (html, "small, and no link: not among the %zu of the highest risk", n_links);
  hm_html_end (html);
}

void
hm_chart_risk_key (HmHtml *html, const HmChartRiskKey *key)
{
  hm_html_begin (html, "ul");
  hm_html_attribute (html, "class", "key");
  colours_append (html);
  if (key->since_day != NULL) {
    key_begin (html, "", "dot risk-low", "M0.5 2.5h13l-6.5 11Z");
    hm_html_text_format (html, "its score fell since %s", key->since_day);
    hm_html_end (html);
  }
  links_append (html, "broad", key->n_broad_links, key->n_dots);
  links_append (html, "narrow", key->n_narrow_links, key->n_dots);
  if (key->n_shared > 0) {
    key_begin (html, "", NULL, NULL);
    hm_html_text_format (html, "+1: so many more lie under the mark; %u %s several, up to %u",
                         key->n_shared, key->n_shared == 1 ? "mark stands for" : "marks stand for",
                         key->n_most);
    hm_html_end (html);
  }
  if (key->n_left_out > 0) {
    key_begin (html, "", NULL, NULL);
    hm_html_text_format (html, "%zu of the lowest risk are not drawn", key->n_left_out);
    hm_html_end (html);
  }
  hm_html_end (html);
}
