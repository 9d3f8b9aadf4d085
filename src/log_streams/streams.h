// Streams: the targets to which audit logs and Bearward's own events are delivered.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/key_ring.h"
#include "egress/address_policy.h"
#include "log_streams/secrets.h"
#include "model/log_stream.h"
#include "resource/verbs.h"

namespace bearward::log_streams {

// WorkOsTypeOf returns WorkOS' name of a type; nullopt for one that the vendor does not have.
std::optional<std::string_view> WorkOsTypeOf(model::LogStreamType type);

// Streams adds the rules of log streams to the verbs. It is safe from any thread. Only a caller
// that acts for the environment may perform its operations. Errors of a change: those of
// CheckTarget (target.h); kInvalid "missing_field" for the audit log of no organization;
// kNotFound "organization_not_found". A new stream begins with the next event. A change of the
// target makes the stream active again. A change of the scheme, host or port of the URL, or of that
// of the token endpoint, removes the secret and the headers, unless the request has them (incident
// class H3).
class Streams : public resource::VerbsOf<model::LogStream> {
 public:
  // Outside are the dependencies besides the usual ones; they must outlive the streams.
  // `has_folder` says whether streams may write files.
  struct Outside {
    const crypto::KeyRing& ring;
    egress::AddressPolicy policy;
    bool has_folder = false;
  };
  Streams(const resource::Parts& parts, Outside outside);

  // SecretsOf opens the secrets of a stream. Errors of crypto::KeyRing::Open.
  base::Result<Secrets> SecretsOf(const model::LogStream& stream) const;
  // WaitingMembers returns the members `has_secret`, `has_headers` and `waiting` of each stream:
  // how many events it has not delivered, at most store::kMostWaiting.
  base::Result<std::vector<std::string>> WaitingMembers(std::span<const model::AnyRow> rows) const;
  // SendTest makes the delivery send a test message, without waiting for it. A stream that is not
  // enabled is kConflict "log_stream_disabled".
  base::Result<model::LogStream> SendTest(const model::Caller& caller,
                                          const resource::Address& at) const;

  // CheckReadOwn fails unless the caller may read the stream of its own organization: with the
  // permission of WorkOS' widget, or as a caller that acts for the environment. kDenied
  // "missing_permission".
  base::Status CheckReadOwn(const model::Caller& caller) const;
  // OfOrganization returns the stream of the audit log of an organization, the oldest if there are
  // several. Those whose type the vendor does not have are passed over. The caller must act for the
  // environment, or read its own organization (CheckReadOwn).
  base::Result<std::optional<model::LogStream>> OfOrganization(
      const model::Caller& caller, const model::OrganizationId& organization) const;

 private:
  base::Status Prepare(store::WriteTx& tx, const model::LogStream* before, model::LogStream& row,
                       const resource::Context& context) const;
  base::Status Begin(store::WriteTx& tx, model::LogStream& row) const;

  Outside outside_;
  resource::Parts parts_;
};

}  // namespace bearward::log_streams
