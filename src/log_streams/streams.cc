#include "log_streams/streams.h"

#include <utility>

#include "base/invalid.h"
#include "egress/url.h"
#include "log_streams/target.h"
#include "model/authority.h"
#include "store/log_streams.h"
#include "store/organizations.h"
#include "verify/authority.h"

namespace bearward::log_streams {
namespace {

using enum model::EventType;
using base::Result;
using model::LogStream;
using model::LogStreamState;

constexpr std::string_view kStreamingWidget = "widgets:audit-log-streaming:manage";

// A sealed secret of one stream must not open in another, nor in another column.
std::string SecretPurpose(const LogStream& row) { return "log-stream/" + row.id; }
std::string HeadersPurpose(const LogStream& row) { return "log-stream-headers/" + row.id; }

bool HasSameTarget(const LogStream& a, const LogStream& b) {
  return a.url == b.url && a.region == b.region && a.key_id == b.key_id && a.header == b.header &&
         a.tenant_id == b.tenant_id && a.token_url == b.token_url && a.sealed == b.sealed &&
         a.sealed_headers == b.sealed_headers && !b.secret && !b.headers;
}

// HasSameServer compares the scheme, the host and the port of two URLs. A URL of another form is
// that of no server.
bool HasSameServer(const std::string& a, const std::string& b) {
  const auto one = egress::ParseUrl(a);
  const auto two = egress::ParseUrl(b);
  return one && two && one->encrypted == two->encrypted && one->host == two->host &&
         one->port == two->port;
}

// HasSameServers also compares the server to which the secret of a client of Azure is sent.
bool HasSameServers(const LogStream& a, const LogStream& b) {
  const auto one = TokenUrlOf(a);
  const auto two = TokenUrlOf(b);
  return HasSameServer(a.url, b.url) && one.has_value() == two.has_value() &&
         (!one || HasSameServer(*one, *two));
}

// DropIfEmpty removes a stored secret if the request sets an empty one (null in JSON).
void DropIfEmpty(std::optional<std::string>& sent, std::optional<std::string>& sealed) {
  if (!sent || !sent->empty()) return;
  sealed.reset();
  sent.reset();
}

// DropSecrets also removes those for which the request names another server and no new value: a
// client that may change streams cannot read their secrets, so it must not have them sent to a
// server of its choice.
void DropSecrets(const LogStream* before, LogStream& row) {
  if (before != nullptr && !HasSameServers(*before, row)) {
    if (!row.secret) row.sealed.reset();
    if (!row.headers) row.sealed_headers.reset();
  }
  DropIfEmpty(row.secret, row.sealed);
  DropIfEmpty(row.headers, row.sealed_headers);
}

// SealIfSent seals a secret of a request and takes it out of the row.
base::Status SealIfSent(const crypto::KeyRing& ring, std::optional<std::string>& sent,
                        const std::string& purpose, std::optional<std::string>& sealed) {
  if (!sent) return {};
  BW_TRY_ASSIGN(sealed, ring.Seal(base::Secret(*sent), purpose));
  sent.reset();
  return {};
}

void Restart(LogStream& row) {
  row.state = LogStreamState::kActive;
  row.failures = 0;
  row.last_error.reset();
  row.paused_until.reset();
}

// SetState changes the state where the request does; otherwise it is the delivery's.
void SetState(const LogStream* before, LogStream& row) {
  if (!row.enabled) {
    row.state = LogStreamState::kInactive;
  } else if (before == nullptr || !before->enabled || !HasSameTarget(*before, row)) {
    Restart(row);
  }
}

}  // namespace

std::optional<std::string_view> WorkOsTypeOf(model::LogStreamType type) {
  switch (type) {
    case model::LogStreamType::kDatadog:
      return "Datadog";
    case model::LogStreamType::kSplunk:
      return "Splunk";
    case model::LogStreamType::kAzureSentinel:
      return "AzureSentinel";
    case model::LogStreamType::kHttpsJson:
    case model::LogStreamType::kHttpsNdjson:
      return "GenericHttps";
    case model::LogStreamType::kS3:
      return "S3";
    case model::LogStreamType::kSyslog:
    case model::LogStreamType::kFile:
      break;
  }
  return std::nullopt;
}

Streams::Streams(const resource::Parts& parts, Outside outside)
    : VerbsOf(model::kLogStream,
              {.read = {},
               .write = {},
               .events = {kLogStreamCreated, kLogStreamUpdated, kLogStreamDeleted},
               .prepare =
                   [this](store::WriteTx& tx, const void* before, void* row,
                          const resource::Context& context) {
                     return Prepare(tx, static_cast<const LogStream*>(before),
                                    *static_cast<LogStream*>(row), context);
                   }},
              parts),
      outside_(std::move(outside)),
      parts_(parts) {}

base::Status Streams::Prepare(store::WriteTx& tx, const LogStream* before, LogStream& row,
                              const resource::Context& /*context*/) const {
  DropSecrets(before, row);
  BW_TRY(CheckTarget(row, outside_.policy, outside_.has_folder));
  SetState(before, row);
  BW_TRY(SealIfSent(outside_.ring, row.secret, SecretPurpose(row), row.sealed));
  BW_TRY(SealIfSent(outside_.ring, row.headers, HeadersPurpose(row), row.sealed_headers));
  return before == nullptr ? Begin(tx, row) : base::Status();
}

base::Status Streams::Begin(store::WriteTx& tx, LogStream& row) const {
  if (row.organization) {
    BW_TRY_ASSIGN(const auto found,
                  store::FindOrganization(tx, row.environment, *row.organization));
    if (!found) {
      base::Error error = base::NotFound("organization_not_found", "No such organization.");
      error.fields.push_back(row.organization->text);
      return base::Fail(std::move(error));
    }
  } else if (row.source == model::LogStreamSource::kAuditLogs) {
    return base::Fail(base::Invalid("missing_field",
                                    "The source audit_logs needs `organization_id`.",
                                    {std::string(model::kOrganizationField)}));
  }
  BW_TRY_ASSIGN(row.position, store::NewestPosition(tx, row));
  return {};
}

Result<Secrets> Streams::SecretsOf(const LogStream& stream) const {
  Secrets secrets;
  if (stream.sealed) {
    BW_TRY_ASSIGN(secrets.secret, outside_.ring.Open(*stream.sealed, SecretPurpose(stream)));
  }
  if (stream.sealed_headers) {
    BW_TRY_ASSIGN(secrets.headers,
                  outside_.ring.Open(*stream.sealed_headers, HeadersPurpose(stream)));
  }
  return secrets;
}

Result<std::vector<std::string>> Streams::WaitingMembers(
    std::span<const model::AnyRow> rows) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> texts;
    for (const model::AnyRow& any : rows) {
      const auto& row = *static_cast<const LogStream*>(any.get());
      BW_TRY_ASSIGN(const std::int64_t waiting, store::CountWaiting(tx, row));
      texts.push_back("\"has_secret\":" + std::string(row.sealed ? "true" : "false") +
                      ",\"has_headers\":" + (row.sealed_headers ? "true" : "false") +
                      ",\"waiting\":" + std::to_string(waiting));
    }
    return texts;
  });
}

Result<LogStream> Streams::SendTest(const model::Caller& caller,
                                    const resource::Address& at) const {
  BW_TRY_ASSIGN(LogStream stream, Get(caller, at));
  if (!stream.enabled) {
    return base::Fail(
        base::Conflict("log_stream_disabled", "The log stream is not enabled. Enable it first."));
  }
  BW_TRY(
      parts_.store.Write([&](store::WriteTx& tx) { return store::WantTestMessage(tx, stream); }));
  return stream;
}

base::Status Streams::CheckReadOwn(const model::Caller& caller) const {
  if (verify::IsEnvironment(caller.principal())) return {};
  return verify::CheckPermission(caller.principal(), kStreamingWidget);
}

Result<std::optional<LogStream>> Streams::OfOrganization(
    const model::Caller& caller, const model::OrganizationId& organization) const {
  BW_TRY(caller->organization == organization ? CheckReadOwn(caller) : CheckRead(caller));
  return parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindLogStreamOf(tx, caller->environment, organization.text);
  });
}

}  // namespace bearward::log_streams
