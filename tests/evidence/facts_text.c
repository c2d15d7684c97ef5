/* SPDX-License-Identifier: Apache-2.0 */
#include "facts_text.h"

#include "core/oid.h"

static const char *
text_or_none (const char *text)
{
  return text != NULL ? text : "(none)";
}

static void
marks_append (GString *text, const HmMark *marks, guint n_marks)
{
  for (guint i = 0; i < n_marks; i++)
    g_string_append_printf (text, " [%d %u %s]", marks[i].kind, marks[i].line, marks[i].text);
}

static void
tree_append (GString *text, const HmTree *tree)
{
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (text, "tree %s\n", text_or_none (tree->cut));
  for (gsize i = 0; i < tree->n_entries; i++) {
    const HmTreeEntry *entry = &tree->entries[i];

    g_string_append_printf (text, "entry %s %s %d %d %" G_GUINT64_FORMAT " %s %x %u", entry->path,
                            hm_oid_hex (&entry->oid, hex), entry->kind, entry->content, entry->size,
                            text_or_none (entry->why), entry->roles, entry->entropy);
    if (entry->n_marks > 0)
      marks_append (text, &tree->marks[entry->marks], entry->n_marks);
    g_string_append_c (text, '\n');
  }
  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];

    g_string_append_printf (text, "document %s %" G_GSIZE_FORMAT " %s\n%s\n", document->entry->path,
                            document->size, text_or_none (document->why),
                            text_or_none (document->text));
  }
}

static void
people_append (GString *text, const HmHistory *history)
{
  for (gsize i = 0; i < history->n_people; i++) {
    const HmPerson *person = &history->people[i];

    g_string_append_printf (text, "person %s <%s> %d %d", person->name, person->email,
                            person->is_bot, person->is_forge);
    for (guint j = 0; j < person->n_identities; j++) {
      const HmIdentity *identity = &history->identities[person->identities + j];

      g_string_append_printf (text, " (%s <%s> %d)", identity->name, identity->email,
                              identity->join);
    }
    g_string_append_c (text, '\n');
  }
}

static void
change_append (GString *text, const HmHistory *history, const HmFileChange *change)
{
  char before[HM_OID_HEX_SIZE + 1], after[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (text, "  change %d %s %s %s %d %x %u %" G_GUINT64_FORMAT, change->kind,
                          change->path, hm_oid_hex (&change->before, before),
                          hm_oid_hex (&change->after, after), change->content, change->roles,
                          change->entropy, change->size);
  if (change->n_marks > 0)
    marks_append (text, &history->marks[change->marks], change->n_marks);
  g_string_append_c (text, '\n');
}

static void
commit_append (GString *text, const HmHistory *history, const HmCommit *commit)
{
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (text,
                          "commit %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                          " %u %u sig %d main %d trace %d %u #%u look %d partial %d files %u:",
                          hm_oid_hex (&commit->oid, hex), commit->author_time,
                          commit->committer_time, commit->author, commit->committer,
                          commit->signature, commit->is_mainline, commit->trace, commit->second,
                          commit->pull_request, commit->look, commit->is_partial, commit->n_files);
  for (guint i = 0; i < commit->n_parents; i++)
    g_string_append_printf (text, " %u", history->parents[commit->parents + i]);
  g_string_append_c (text, '\n');
  for (guint32 i = 0; i < commit->n_changes; i++)
    change_append (text, history, &history->changes[commit->changes + i]);
}

static void
signature_append (GString *text, const HmSignature *signature)
{
  g_string_append_printf (text, " signature %d %d %d %s %s %s\n", signature->kind,
                          signature->verdict, signature->is_web_key, text_or_none (signature->key),
                          text_or_none (signature->signer), text_or_none (signature->why));
}

static void
history_append (GString *text, const HmHistory *history)
{
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (text,
                          "history %s %" G_GINT64_FORMAT " %d since %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT " %s %s\n",
                          text_or_none (history->cut), history->cut_time, history->is_mainline_cut,
                          history->changes_since, history->contents_since,
                          text_or_none (history->changes_why), text_or_none (history->people_why));
  people_append (text, history);
  for (gsize i = 0; i < history->n_commits; i++)
    commit_append (text, history, &history->commits[i]);
  for (gsize i = 0; i < history->n_tags; i++) {
    const HmTag *tag = &history->tags[i];

    g_string_append_printf (text, "tag %s %s %u %" G_GINT64_FORMAT " %u %d %d", tag->name,
                            hm_oid_hex (&tag->oid, hex), tag->commit, tag->time, tag->tagger,
                            tag->is_annotated, tag->is_release);
    signature_append (text, &tag->signature);
  }
  for (gsize i = 0; i < history->n_recent; i++) {
    g_string_append_printf (text, "recent %u", history->recent[i].commit);
    signature_append (text, &history->recent[i].signature);
  }
}

char *
facts_text (const HmFacts *facts)
{
  GString *text = g_string_new (NULL);
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (
      text, "subject %s %s %s %s %" G_GINT64_FORMAT " as of %" G_GINT64_FORMAT "\n",
      facts->subject.name, text_or_none (facts->subject.url), text_or_none (facts->subject.ref),
      hm_oid_hex (&facts->subject.commit, hex), facts->subject.committed_at, facts->as_of);
  tree_append (text, &facts->tree);
  history_append (text, &facts->history);
  return g_string_free (text, FALSE);
}
