#include "app/setting_members.h"
#include "app/setting_tables.h"
#include "crypto/password_strength.h"
#include "http/address_ranges.h"

namespace bearward::app {
namespace {

// A delivery is retried for three days, so its row must live longer.
base::Status CheckDeliveryDays(const std::string& text) {
  constexpr std::int64_t kFewest = 4;
  constexpr std::int64_t kMost = 36'500;
  if (ReadNumber(text, kMost).value_or(0) >= kFewest) return {};
  return base::Fail(NotAllowed(text, "a number of days, at least 4"));
}

constexpr std::int64_t kMostPasswordDays = 3'650;

// The most that fits into 32 bits, and what a machine may reasonably run.
constexpr std::int64_t kMost = 4'294'967'295;
constexpr std::int64_t kMostThreads = 1'024;
// No request fits into less.
constexpr std::int64_t kLeastHead = 256;
// That of http::Limits and of crypto::PasswordCost.
constexpr std::int64_t kMostHeaders = 256;
constexpr std::int64_t kLeastMemory = 8;
constexpr std::int64_t kMostMemory = 1'048'576;
constexpr std::int64_t kMostPasses = 64;

base::Status CheckRange(const std::string& text) {
  BW_TRY(http::AddressRanges::Parse(SettingValues{text}));
  return {};
}

base::Status CheckNameserver(const std::string& text) {
  BW_TRY(ParseNameserver(text));
  return {};
}

std::vector<SettingRow> LimitsRows() {
  using C = Config;
  using L = http::Limits;
  return {
      Member<&C::limits, &L::head_bytes>("limits.head_bytes",
                                         "Bytes of the head of a request; beyond it 431.",
                                         CheckFrom<kLeastHead, kMost>),
      Member<&C::limits, &L::header_count>("limits.header_count",
                                           "Header lines, 1 to 256; beyond it 431.",
                                           CheckFrom<1, kMostHeaders>),
      Member<&C::limits, &L::target_bytes>(
          "limits.target_bytes", "Bytes of path and query; beyond it 414.", CheckFrom<1, kMost>),
      Member<&C::limits, &L::body_bytes>("limits.body_bytes",
                                         "Bytes of the body of a request; beyond it 413.",
                                         CheckFrom<1, kMost>),
      Member<&C::limits, &L::upload_bytes>(
          "limits.upload_bytes",
          "Bytes of the body of a request that uploads a file of WorkSpan's bulk loads; beyond it "
          "413. It counts towards the quarter of `limits.body_memory_bytes` of its client address, "
          "beyond which 503."),
      Member<&C::limits, &L::connections>("limits.connections",
                                          "Connections of all clients; further ones are closed.",
                                          CheckFrom<1, kMost>),
      Member<&C::limits, &L::connections_per_address>(
          "limits.connections_per_address",
          "Connections of one client address, an IPv6 address by its /64; further ones are "
          "closed."),
      Member<&C::limits, &L::body_memory>(
          "limits.body_memory_bytes",
          "Bytes of unread input beyond 4 KiB for each connection, and of unsent HTTP/2 responses "
          "beyond 1 MiB; beyond it 503, or the stream is reset."),
      Member<&C::limits, &L::first_byte_time>(
          "limits.first_byte_ms", "Milliseconds until the first byte of a new connection."),
      Member<&C::limits, &L::idle_time>("limits.idle_ms",
                                        "Milliseconds between two requests of a connection."),
      Member<&C::limits, &L::head_time>("limits.head_ms",
                                        "Milliseconds in which a head must arrive; beyond it 408."),
      Member<&C::limits, &L::body_time>("limits.body_ms",
                                        "Milliseconds in which a body must arrive; beyond it 408."),
      Member<&C::limits, &L::write_time>(
          "limits.write_ms",
          "Milliseconds in which a client must read a response; then the connection is closed."),
  };
}

}  // namespace

std::vector<SettingRow> LoadRows() {
  using C = Config;
  using P = door::PoolSizes;
  std::vector<SettingRow> rows = LimitsRows();
  for (SettingRow row : {
           Member<&C::pools, &P::workers>("pools.workers",
                                          "Threads for requests that may wait, at most 1024; 0 "
                                          "counts as 1.",
                                          CheckFrom<0, kMostThreads>),
           Member<&C::pools, &P::worker_queue>("pools.worker_queue",
                                               "Requests that may wait for them; beyond it 503.",
                                               CheckFrom<1, kMost>),
           Member<&C::pools, &P::hashers>("pools.hashers",
                                          "Threads that hash passwords, at most 1024; 0 counts as "
                                          "1.",
                                          CheckFrom<0, kMostThreads>),
           Member<&C::pools, &P::hash_queue>("pools.hash_queue",
                                             "Passwords that may wait for them; beyond it 503.",
                                             CheckFrom<1, kMost>),
           Member<&C::password_cost, &crypto::PasswordCost::memory_kib>(
               "passwords.memory_kib", "Memory of Argon2id for new hashes, in KiB, 8 to 1048576.",
               CheckFrom<kLeastMemory, kMostMemory>),
           Member<&C::password_cost, &crypto::PasswordCost::passes>(
               "passwords.passes", "Passes of Argon2id, 1 to 64.", CheckFrom<1, kMostPasses>),
           Member<&C::password_memory>(
               "passwords.memory_seconds",
               "Seconds for which a right password is remembered and not hashed again."),
           Member<&C::password_strength, &verify::MinimumStrength::of_operators>(
               "passwords.minimum_strength",
               "The least strength of new passwords of your own users, 0 to 4 (zxcvbn).",
               CheckFrom<0, crypto::kStrongest>),
           Member<&C::password_age>(
               "passwords.maximum_age_days",
               "Days after which a password must be replaced, at most 3650; 0: never.",
               CheckFrom<0, kMostPasswordDays>),
           Member<&C::password_failure>("passwords.failure_ms",
                                        "The shortest time of a failed sign-in, in milliseconds; "
                                        "0: no minimum."),
           Member<&C::retain_sessions>("retention.session_days",
                                       "Days for which ended sessions are kept."),
           Member<&C::retain_events>("retention.event_days",
                                     "Days for which events are kept; 0: they are deleted at once, "
                                     "which also empties the audit trail."),
           Member<&C::retain_deliveries>("retention.delivery_days",
                                         "Days for which deliveries of webhooks, their attempts "
                                         "and finished emails are kept, at "
                                         "least 4.",
                                         CheckDeliveryDays),
           List<&C::egress, &EgressConfig::allow>(
               "egress.allow",
               "Ranges that webhooks and log streams may reach in addition to public addresses.",
               CheckRange),
           Member<&C::egress, &EgressConfig::ca_file>(
               "egress.ca_file",
               "Certificates (PEM) that may sign that of a receiver; empty: those of the system."),
           Member<&C::egress, &EgressConfig::nameserver>(
               "egress.nameserver",
               "The name server that is asked when the domain of an organization is verified, as "
               "`ADDRESS:PORT`; empty: those of the system.",
               CheckNameserver),
           Member<&C::egress, &EgressConfig::stream_folder>(
               "log_streams.folder",
               "A folder in which log streams of the type `file` may write; empty: they are "
               "refused."),
       }) {
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace bearward::app
