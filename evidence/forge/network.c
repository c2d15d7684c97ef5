/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/network.h"

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/cancel.h"

#define SECOND_US G_USEC_PER_SEC

/* How long the thread sleeps at most: with nothing to do, and while the user's flag has to be looked at. */
#define IDLE_MS 60000
#define CANCEL_MS 100

/* Requests that read and requests that post are limited apart: GitHub counts GraphQL by itself. */
typedef enum {
  WAY_READ,
  WAY_POST,
  N_WAYS,
} Way;

typedef struct {
  gint64 until;        /* monotonic */
  gint64 end;          /* the same, in seconds since the epoch */
  gboolean is_refused; /* nobody waits for it */
} Hold;

/* What is under way to one scheme, host and port. */
struct HmLane {
  char *host;
  guint n_running;
  Hold holds[N_WAYS];
};

struct HmNetwork {
  const HmTransferSetup *setup;
  guint max_requests;
  gint *n_left; /* (nullable) atomic: of the run, shared with other networks */
  guint parallel;
  HmHttpWaitFunc wait_func;
  gpointer wait_data;
  const gint *cancelled;
  GThread *thread;
  CURLM *multi;

  GMutex mutex; /* guards all below */
  GQueue queue; /* (element-type HmTransfer) not yet sent */
  GHashTable *lanes;
  gint64 wait_left; /* microseconds */
  guint n_sent;
  gboolean is_stopped;
  gboolean is_ending;

  /* The thread's own. */
  GPtrArray *spare;   /* (element-type CURL) */
  GPtrArray *running; /* (element-type CURL) */
  gint64 told_at;     /* when wait_func was called last */
};

static void
lane_free (gpointer data)
{
  HmLane *lane = data;

  g_free (lane->host);
  g_free (lane);
}

static HmLane *
lane_get (HmNetwork *network, const HmOrigin *origin)
{
  HmLane *lane = g_hash_table_lookup (network->lanes, origin->authority);

  if (lane == NULL) {
    lane = g_new0 (HmLane, 1);
    lane->host = g_strdup (origin->host);
    g_hash_table_insert (network->lanes, g_strdup (origin->authority), lane);
  }
  return lane;
}

static Hold *
hold_of (const HmTransfer *transfer)
{
  return &transfer->lane->holds[transfer->body == NULL ? WAY_READ : WAY_POST];
}

static void
give_back (HmTransfer *transfer, HmFate fate)
{
  transfer->fate = fate;
  g_async_queue_push (transfer->done, transfer);
}

static void
start (HmNetwork *network, HmTransfer *transfer)
{
  CURL *easy = network->spare->len > 0
                   ? g_ptr_array_steal_index_fast (network->spare, network->spare->len - 1)
                   : hm_curl.easy_init ();

  if (easy == NULL)
    g_error ("libcurl: out of memory");
  __atomic_add_fetch (&network->n_sent, 1, __ATOMIC_SEQ_CST);
  transfer->lane->n_running++;
  hm_transfer_begin (transfer, easy, network->setup);
  g_ptr_array_add (network->running, easy);
  hm_curl.multi_add_handle (network->multi, easy);
}

/* Takes one of what is left, where anything is. @n_left: (nullable) there is no end to it */
static gboolean
take_one (gint *n_left)
{
  gint before;

  if (n_left == NULL)
    return TRUE;
  do {
    before = g_atomic_int_get (n_left);
    if (before <= 0)
      return FALSE;
  } while (!g_atomic_int_compare_and_exchange (n_left, before, before - 1));
  return TRUE;
}

/* Sends @transfer, or gives it back where nothing is left to send it with. */
static void
start_or_give_back (HmNetwork *network, HmTransfer *transfer)
{
  if (network->n_sent >= network->max_requests || !take_one (transfer->n_left)) {
    give_back (transfer, HM_FATE_SPENT);
  } else if (!take_one (network->n_left)) {
    if (transfer->n_left != NULL)
      g_atomic_int_inc (transfer->n_left);
    give_back (transfer, HM_FATE_RUN_SPENT);
  } else {
    start (network, transfer);
  }
}

/*
 * Looks at one transfer of the queue, that is due no sooner than @ret_due says.
 *
 * Returns: whether it left the queue.
 */
static gboolean
try_start (HmNetwork *network, HmTransfer *transfer, gint64 now, gint64 *ret_due)
{
  const Hold *hold = hold_of (transfer);

  if (network->is_stopped) {
    give_back (transfer, HM_FATE_STOPPED);
  } else if (hold->until > now && hold->is_refused) {
    transfer->hold_end = hold->end;
    give_back (transfer, HM_FATE_HELD);
  } else if (hold->until > now) {
    *ret_due = MIN (*ret_due, hold->until);
    if (network->wait_func != NULL)
      *ret_due = MIN (*ret_due, network->told_at + SECOND_US);
    return FALSE;
  } else if (transfer->not_before > now) {
    *ret_due = MIN (*ret_due, transfer->not_before);
    return FALSE;
  } else if (transfer->lane->n_running >= network->parallel) {
    return FALSE;
  } else {
    start_or_give_back (network, transfer);
  }
  return TRUE;
}

/* Starts what may start. Returns: when to look again, monotonic. */
static gint64
start_due (HmNetwork *network)
{
  const gint64 now = g_get_monotonic_time ();
  gint64 due = G_MAXINT64;

  for (GList *link = network->queue.head; link != NULL;) {
    GList *next = link->next;

    if (try_start (network, link->data, now, &due))
      g_queue_delete_link (&network->queue, link);
    link = next;
  }
  return due;
}

/* Returns: (nullable) (owned) the host that is waited for longest, with @ret_seconds, where it is time to tell. */
static char *
wait_to_tell (HmNetwork *network, gint64 *ret_seconds)
{
  const gint64 now = g_get_monotonic_time ();
  const HmLane *longest = NULL;
  gint64 until = now;

  if (network->wait_func == NULL || now < network->told_at + SECOND_US)
    return NULL;
  for (GList *link = network->queue.head; link != NULL; link = link->next) {
    const HmTransfer *transfer = link->data;

    if (hold_of (transfer)->until > until) {
      until = hold_of (transfer)->until;
      longest = transfer->lane;
    }
  }
  if (longest == NULL)
    return NULL;
  network->told_at = now;
  *ret_seconds = (until - now + SECOND_US - 1) / SECOND_US;
  return g_strdup (longest->host);
}

static void
finish (HmNetwork *network, CURL *easy, CURLcode code, HmFate fate)
{
  HmTransfer *transfer = NULL;

  hm_curl.easy_getinfo (easy, CURLINFO_PRIVATE, (char **) &transfer);
  hm_curl.multi_remove_handle (network->multi, easy);
  hm_transfer_end (transfer, easy, code);
  hm_curl.easy_reset (easy);
  g_ptr_array_remove_fast (network->running, easy);
  g_ptr_array_add (network->spare, easy);
  g_mutex_lock (&network->mutex);
  transfer->lane->n_running--;
  g_mutex_unlock (&network->mutex);
  give_back (transfer, fate == HM_FATE_STOPPED ? fate : transfer->fate);
}

/* Returns: whether anything was finished, so that something else may start. */
static gboolean
finish_done (HmNetwork *network)
{
  const CURLMsg *message;
  gboolean is_any = FALSE;
  int n_left;

  while ((message = hm_curl.multi_info_read (network->multi, &n_left)) != NULL)
    if (message->msg == CURLMSG_DONE) {
      finish (network, message->easy_handle, message->data.result, HM_FATE_ARRIVED);
      is_any = TRUE;
    }
  return is_any;
}

static void
break_off_all (HmNetwork *network)
{
  while (network->running->len > 0)
    finish (network, network->running->pdata[0], CURLE_ABORTED_BY_CALLBACK, HM_FATE_STOPPED);
}

/* Returns: how long the thread may sleep; it is woken for what is new. */
static int
sleep_ms (const HmNetwork *network, gint64 due, gboolean is_idle)
{
  const gint64 left = due == G_MAXINT64 ? IDLE_MS : (due - g_get_monotonic_time ()) / 1000 + 1;
  const gint64 most = is_idle || network->cancelled == NULL ? IDLE_MS : CANCEL_MS;

  return (int) CLAMP (left, 0, most);
}

static gpointer
network_run (gpointer data)
{
  HmNetwork *network = data;
  int n_running;

  for (;;) {
    g_autofree char *host = NULL;
    gint64 seconds = 0;
    gint64 due;
    gboolean is_stopped;
    gboolean is_ending;
    gboolean is_idle;

    g_mutex_lock (&network->mutex);
    if (hm_is_cancelled (network->cancelled))
      network->is_stopped = TRUE;
    due = start_due (network);
    host = wait_to_tell (network, &seconds);
    is_stopped = network->is_stopped;
    is_ending = network->is_ending;
    is_idle = g_queue_is_empty (&network->queue) && network->running->len == 0;
    g_mutex_unlock (&network->mutex);

    if (is_ending)
      return NULL;
    if (is_stopped)
      break_off_all (network);
    if (host != NULL)
      network->wait_func (host, seconds, network->wait_data);
    hm_curl.multi_perform (network->multi, &n_running);
    if (!finish_done (network))
      hm_curl.multi_poll (network->multi, NULL, 0, sleep_ms (network, due, is_idle), NULL);
  }
}

HmNetwork *
hm_network_new (const HmHttpOptions *options, const HmTransferSetup *setup, GError **error)
{
  g_autoptr (HmNetwork) network = g_new0 (HmNetwork, 1);
  g_autoptr (GError) cause = NULL;

  network->setup = setup;
  network->max_requests = options->max_requests == 0 ? HM_REQUESTS_MAX : options->max_requests;
  network->n_left = options->n_left;
  network->parallel = options->parallel == 0 ? HM_HTTP_PARALLEL : options->parallel;
  network->wait_func = options->wait_func;
  network->wait_data = options->wait_data;
  network->cancelled = options->cancelled;
  network->wait_left = options->max_wait_seconds * SECOND_US;
  network->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lane_free);
  network->spare = g_ptr_array_new ();
  network->running = g_ptr_array_new ();
  g_mutex_init (&network->mutex);
  g_queue_init (&network->queue);
  network->multi = hm_curl.multi_init ();
  if (network->multi == NULL)
    g_error ("libcurl: out of memory");
  hm_curl.multi_setopt (network->multi, CURLMOPT_MAXCONNECTS, (long) network->parallel * 2);
  network->thread = g_thread_try_new ("hallmark-http", network_run, network, &cause);
  if (network->thread == NULL) {
    hm_fail (error, HM_ERROR_LIMIT, "no thread to ask from: %s", cause->message);
    return NULL;
  }
  return g_steal_pointer (&network);
}

void
hm_network_free (HmNetwork *network)
{
  if (network == NULL)
    return;
  g_mutex_lock (&network->mutex);
  network->is_ending = TRUE;
  g_mutex_unlock (&network->mutex);
  hm_curl.multi_wakeup (network->multi);
  if (network->thread != NULL)
    g_thread_join (network->thread);
  g_assert (network->running->len == 0 && g_queue_is_empty (&network->queue));
  g_ptr_array_foreach (network->spare, (GFunc) (void (*) (void)) hm_curl.easy_cleanup, NULL);
  g_ptr_array_unref (network->spare);
  g_ptr_array_unref (network->running);
  hm_curl.multi_cleanup (network->multi);
  g_hash_table_unref (network->lanes);
  g_mutex_clear (&network->mutex);
  g_free (network);
}

void
hm_network_send (HmNetwork *network, HmTransfer *transfer)
{
  g_mutex_lock (&network->mutex);
  transfer->lane = lane_get (network, transfer->origin);
  g_queue_push_tail (&network->queue, transfer);
  g_mutex_unlock (&network->mutex);
  hm_curl.multi_wakeup (network->multi);
}

gboolean
hm_network_hold (HmNetwork *network, const HmTransfer *transfer, gint64 seconds, gint64 end,
                 gboolean is_whole_host)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 until = now + seconds * SECOND_US;
  const Hold *own = hold_of (transfer);
  gint64 longer; /* than what is waited for already */
  gboolean is_refused;

  g_mutex_lock (&network->mutex);
  longer = MAX (0, until - MAX (now, own->until));
  is_refused = longer > network->wait_left;
  if (!is_refused)
    network->wait_left -= longer;
  for (guint way = 0; way < N_WAYS; way++) {
    Hold *hold = &transfer->lane->holds[way];

    if ((hold == own || is_whole_host) && until > hold->until)
      *hold = (Hold){ .until = until, .end = end, .is_refused = is_refused };
  }
  g_mutex_unlock (&network->mutex);
  hm_curl.multi_wakeup (network->multi);
  return !is_refused;
}

void
hm_network_stop (HmNetwork *network)
{
  g_mutex_lock (&network->mutex);
  network->is_stopped = TRUE;
  g_mutex_unlock (&network->mutex);
  hm_curl.multi_wakeup (network->multi);
}

guint
hm_network_n_sent (const HmNetwork *network)
{
  return __atomic_load_n (&network->n_sent, __ATOMIC_SEQ_CST);
}
