// Sender: sends a batch of entries to the target of a stream.
#pragma once

#include <span>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "egress/http_sender.h"
#include "log_streams/azure_tokens.h"
#include "log_streams/entry.h"
#include "log_streams/secrets.h"
#include "model/log_stream.h"

namespace bearward::log_streams {

// SenderSettings: `folder` is where files may be written, empty: nowhere. `host` is the name of
// this server in syslog messages.
struct SenderSettings {
  egress::SenderSettings egress;
  std::string folder = {};
  std::string host = {};
};

// Sender keeps the connections to HTTP targets open. One thread at a time may use it. Several
// senders may share the tokens for Azure, which must outlive them.
class Sender {
 public:
  Sender(SenderSettings settings, AzureTokens& azure_tokens);

  // Send returns after the target has accepted all entries, of which there is at least one, and for
  // S3 just one. Errors contain neither a secret nor anything that the target sent. Those that a
  // change of the stream must end are kDenied or kInvalid: "target_refused" for 401 and 403, also
  // of a token endpoint, and those of egress::HttpSender::Send. All others are kUnavailable:
  // kTargetFailed, with the wait that the target asks for, and those of egress and of AppendLines
  // (file_target.h).
  base::Status Send(const model::LogStream& stream, const Secrets& secrets,
                    std::span<const Entry> entries, base::Time now,
                    const std::stop_token& stop = {});

 private:
  base::Status SendHttp(const model::LogStream& stream, const Secrets& secrets,
                        std::span<const Entry> entries, const std::stop_token& stop);
  base::Status SendAzure(const model::LogStream& stream, const base::Secret& secret,
                         std::span<const Entry> entries, base::Time now,
                         const std::stop_token& stop);
  base::Status SendSyslog(const model::LogStream& stream, std::span<const Entry> entries,
                          const std::stop_token& stop) const;
  base::Status WriteFile(const model::LogStream& stream, std::span<const Entry> entries) const;

  SenderSettings settings_;
  egress::HttpSender http_;
  AzureTokens& azure_tokens_;
};

}  // namespace bearward::log_streams
