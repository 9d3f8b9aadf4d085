#include "log_streams/sender.h"

#include <utility>

#include "egress/stream_connection.h"
#include "log_streams/answer.h"
#include "log_streams/file_target.h"
#include "log_streams/payload.h"
#include "log_streams/syslog.h"
#include "log_streams/target.h"

namespace bearward::log_streams {

Sender::Sender(SenderSettings settings, AzureTokens& azure_tokens)
    : settings_(std::move(settings)), http_(settings_.egress), azure_tokens_(azure_tokens) {}

base::Status Sender::Send(const model::LogStream& stream, const Secrets& secrets,
                          std::span<const Entry> entries, base::Time now,
                          const std::stop_token& stop) {
  switch (stream.type) {
    case model::LogStreamType::kSyslog:
      return SendSyslog(stream, entries, stop);
    case model::LogStreamType::kFile:
      return WriteFile(stream, entries);
    case model::LogStreamType::kAzureSentinel:
      return SendAzure(stream, secrets.secret, entries, now, stop);
    default:
      return SendHttp(stream, secrets, entries, stop);
  }
}

base::Status Sender::SendHttp(const model::LogStream& stream, const Secrets& secrets,
                              std::span<const Entry> entries, const std::stop_token& stop) {
  const std::string body = PayloadOf(stream, entries);
  BW_TRY_ASSIGN(const egress::Response response,
                http_.Send(PostOf(stream, secrets, entries, body), stop));
  return StatusOf(response, "The target");
}

// The next attempt after a refusal, by any sender, requests a new token, because the kept one may
// have been revoked.
base::Status Sender::SendAzure(const model::LogStream& stream, const base::Secret& secret,
                               std::span<const Entry> entries, base::Time now,
                               const std::stop_token& stop) {
  BW_TRY_ASSIGN(base::Secret token, azure_tokens_.TokenOf(stream, secret, now, stop));
  base::Status sent =
      SendHttp(stream, {.secret = std::move(token), .headers = base::Secret()}, entries, stop);
  if (!sent && sent.error().code == base::Code::kDenied) azure_tokens_.Forget(stream);
  return sent;
}

base::Status Sender::SendSyslog(const model::LogStream& stream, std::span<const Entry> entries,
                                const std::stop_token& stop) const {
  const auto url = ParseSyslogUrl(stream.url);
  if (!url) return base::Fail(base::Invalid("invalid_url", "The URL is not one of syslog."));
  BW_TRY_ASSIGN(const auto connection,
                egress::StreamConnection::Open(*url, settings_.egress, stop));
  BW_TRY(connection->Send(SyslogFrames(settings_.host, entries), stop));
  return connection->Finish(stop);
}

base::Status Sender::WriteFile(const model::LogStream& stream,
                               std::span<const Entry> entries) const {
  const auto name = FileNameIn(stream.url);
  if (!name || settings_.folder.empty()) {
    return base::Fail(
        base::Invalid("file_streams_off", "The setting log_streams.folder names no folder."));
  }
  return AppendLines(settings_.folder, stream.environment.text, *name, PayloadOf(stream, entries));
}

}  // namespace bearward::log_streams
