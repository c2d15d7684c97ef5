/* SPDX-License-Identifier: Apache-2.0 */
/* Names the subject by its remote, by what it was called, or by its folder. */
#include "evidence/subject.h"

#include "core/oid.h"
#include "evidence/git/remote.h"
#include "evidence/git/repository.h"

/*
 * Where no remote says it, a CI job's environment may: for the commit that the job is about, and
 * for no other repository.
 */
static void
platform_of_job (HmEvidenceStore *store, const HmForgeJob *job, const HmOid *commit,
                 HmPlatform *platform)
{
  if (platform->host != NULL || job->host == NULL || job->project == NULL || job->url == NULL
      || !hm_oid_equal (&job->commit, commit))
    return;
  *platform = (HmPlatform){
    .kind = job->kind,
    .host = g_string_chunk_insert (store->strings, job->host),
    .project = g_string_chunk_insert (store->strings, job->project),
    .url = g_string_chunk_insert (store->strings, job->url),
  };
}

void
hm_subject_collect (HmEvidenceStore *store, git_repository *repository, const HmRevision *revision,
                    const HmCollectOptions *options)
{
  g_autofree char *url =
      options->url != NULL ? g_strdup (options->url) : hm_remote_url (repository);
  HmSubject *subject = &store->facts.subject;
  HmPlatform platform = { 0 };

  if (url != NULL)
    hm_remote_parse (url, store->strings, &platform);
  platform_of_job (store, &options->forge.job, &revision->commit, &platform);
  if (platform.host != NULL && platform.project != NULL) {
    g_autofree char *name = g_strdup_printf ("%s/%s", platform.host, platform.project);

    subject->name = g_string_chunk_insert (store->strings, name);
  } else if (options->name != NULL) {
    subject->name = g_string_chunk_insert (store->strings, options->name);
  } else {
    g_autofree char *folder = hm_repository_folder_name (repository);

    subject->name = g_string_chunk_insert (store->strings, folder);
  }
  subject->url = platform.url;
  subject->commit = revision->commit;
  subject->committed_at = revision->committer_time;
  if (revision->ref != NULL)
    subject->ref = g_string_chunk_insert (store->strings, revision->ref);

  if ((options->needs & HM_NEED_PLATFORM) != 0)
    store->facts.platform = platform;
  store->asked_about.platform = platform;
}
