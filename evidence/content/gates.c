/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/gates.h"

/* What other files of code are looked at for. */
#define SOURCE_WORDS \
  (HM_WORDS_COMMAND | HM_WORDS_PROGRAM | HM_WORDS_CALL | HM_WORDS_DECODING | HM_WORDS_RUNNING)

#define ALL_WORDS (2 * HM_WORDS_ROOT - 1)

/* In the order of HmWords. */
static HmNeedleTables tables = {
  .tables = { &hm_command_words, &hm_fetching_words, &hm_decoding_words, &hm_running_words,
              &hm_program_words, &hm_source_programs, &hm_decoding_calls, &hm_escapes,
              &hm_call_words, &hm_sending_commands, &hm_secret_marks, &hm_sending_words,
              &hm_trigger_words, &hm_tester_words, &hm_secret_roots },
};

guint32
hm_text_words (const HmText *file)
{
  const guint32 wanted = (file->roles & HM_COMMAND_ROLES) != 0 ? ALL_WORDS
                         : (file->roles & HM_ROLE_SOURCE) != 0 ? SOURCE_WORDS
                                                               : 0;

  return hm_needle_tables_find (&tables, wanted, file->text, file->size);
}
