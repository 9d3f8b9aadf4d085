// LogStream: a target to which audit logs or Bearward's own events are delivered.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/words.h"
#include "model/forms.h"
#include "model/header_forms.h"
#include "model/record.h"

namespace bearward::model {

// LogStreamSource: kAuditLogs are the events that the customer's product records
// (model/audit_log.h), kEvents is Bearward's own audit trail (model/event.h).
enum class LogStreamSource : std::uint8_t { kAuditLogs, kEvents };

// LogStreamType is the kind of target. kHttpsJson and kHttpsNdjson have a form of their own; the
// others are those of the products, RFC 5424 and a file of JSON lines.
enum class LogStreamType : std::uint8_t {
  kDatadog,
  kSplunk,
  kAzureSentinel,
  kHttpsJson,
  kHttpsNdjson,
  kS3,
  kSyslog,
  kFile
};

// LogStreamState: kError is a failure that may pass, kInvalid one that a change of the stream must
// end, such as a wrong secret. Both are repeated. A stream that is not enabled is kInactive.
enum class LogStreamState : std::uint8_t { kActive, kInactive, kError, kInvalid };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::LogStreamSource> {
  static constexpr std::array<std::string_view, 2> kWords = {"audit_logs", "events"};
};

template <>
struct bearward::base::WordsOf<bearward::model::LogStreamType> {
  static constexpr std::array<std::string_view, 8> kWords = {
      "datadog", "splunk", "azure_sentinel", "https_json", "https_ndjson", "s3", "syslog", "file"};
};

template <>
struct bearward::base::WordsOf<bearward::model::LogStreamState> {
  static constexpr std::array<std::string_view, 4> kWords = {"active", "inactive", "error",
                                                             "invalid"};
};

namespace bearward::model {

// IsTargetId accepts 1 to 128 ASCII letters, digits and "-_.": a region, or the name of a key.
inline bool IsTargetId(std::string_view text) { return IsWord(text, "-_."); }
inline constexpr Check kTargetId{&IsTargetId, "1 to 128 of a-z, A-Z, 0-9, '-', '_' and '.'"};

// LogStream delivers what its source has after `position`: the number of the last event that was
// delivered, or the position of the last event of the audit log of `organization`. Which of the
// members after `url` a type needs is a rule of log_streams/target.h. `secret` and `headers`, lines
// such as "X-Team: a", are those of a request (empty: the stored ones are removed) and are not
// stored; `sealed` and `sealed_headers` are crypto::KeyRing::Seal of them.
// The delivery writes `state`, `last_error` and the last seven members: one thread of one node
// sends until `leased_until`, none sends events before `paused_until`, `failures` counts
// consecutive failures, and `test_wanted` asks for a test message. A request that enables the
// stream or changes its target resets `state`, `last_error`, `paused_until` and `failures`.
struct LogStream : Entity {
  std::string name;
  LogStreamSource source = LogStreamSource::kEvents;
  std::optional<OrganizationId> organization;
  LogStreamType type = LogStreamType::kFile;
  std::string url;
  std::optional<std::string> region;
  std::optional<std::string> key_id;
  std::optional<std::string> tenant_id;  // of Microsoft Entra
  std::optional<std::string> token_url;
  std::optional<std::string> header;
  std::optional<std::string> secret;
  std::optional<std::string> headers;
  bool enabled = true;
  LogStreamState state = LogStreamState::kActive;
  std::optional<std::string> sealed;
  std::optional<std::string> sealed_headers;
  std::optional<std::string> last_error;
  std::optional<base::Time> last_synced_at;
  std::optional<std::string> last_event_id;
  std::int64_t position = 0;
  bool test_wanted = false;
  std::optional<base::Time> leased_until;
  std::optional<base::Time> paused_until;
  std::int64_t failures = 0;
};

// kLogStreamFields and kLogStream are its description.
inline constexpr Field kLogStreamFields[] = {
    F<&LogStream::name>("name", kEditable | kRequired, &kName),
    F<&LogStream::source>("source", kFixed | kRequired | kConstant),
    F<&LogStream::organization>(kOrganizationField, kFixed | kFilter | kConstant),
    F<&LogStream::type>("type", kFixed | kRequired | kConstant),
    F<&LogStream::url>("url", kEditable | kRequired),
    F<&LogStream::region>("region", kEditable, &kTargetId),
    F<&LogStream::key_id>("key_id", kEditable, &kTargetId),
    F<&LogStream::tenant_id>("tenant_id", kEditable, &kTargetId),
    F<&LogStream::token_url>("token_url", kEditable),
    F<&LogStream::header>("header", kEditable, &kHeaderName),
    F<&LogStream::secret>("secret", kCreate | kUpdate | kNullIfEmpty, &kHeaderValue),
    F<&LogStream::headers>("headers", kCreate | kUpdate | kNullIfEmpty),
    F<&LogStream::enabled>("enabled", kEditable),
    F<&LogStream::state>("state", kStored | kShown),
    F<&LogStream::sealed>("sealed", kStored),
    F<&LogStream::sealed_headers>("sealed_headers", kStored),
    F<&LogStream::last_error>("last_error", kStored | kShown | kUnaudited),
    F<&LogStream::last_synced_at>("last_synced_at", kStored | kShown | kConstant | kUnaudited),
    F<&LogStream::last_event_id>("last_event_id", kStored | kShown | kConstant | kUnaudited),
    F<&LogStream::position>("position", kStored | kConstant | kUnaudited),
    F<&LogStream::test_wanted>("test_wanted", kStored | kConstant | kUnaudited),
    F<&LogStream::leased_until>("leased_until", kStored | kConstant | kUnaudited),
    F<&LogStream::paused_until>("paused_until", kStored | kUnaudited),
    F<&LogStream::failures>("failures", kStored | kUnaudited),
};
inline constexpr RecordOf<LogStream> kLogStream({
    .object = "log_stream",
    .id_prefix = "log_stream",
    .table = "log_streams",
    .fields = kLogStreamFields,
});
inline const Record& DescriptionOf(const LogStream& /*row*/) { return kLogStream; }

}  // namespace bearward::model
