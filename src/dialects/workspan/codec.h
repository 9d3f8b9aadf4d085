// WorkSpan's request and response formats (contract sections 2.3 and 2.4).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/body.h"
#include "door/call.h"
#include "door/reply.h"
#include "grant/grant.h"
#include "model/object.h"
#include "store/objects.h"

namespace bearward::dialects::workspan {

// DecodeClient reads client_id and client_secret: kInvalid "missing_field".
base::Result<grant::ClientClaim> DecodeClient(const door::Body& body, const door::Call& call);
// DecodeRefresh reads refresh_token and, if present, the client's id and secret. Only one of the
// two is kInvalid "missing_field".
base::Result<grant::RefreshRequest> DecodeRefresh(const door::Body& body, const door::Call& call);
// EncodeTokens writes access_token, token_type, expires_in and refresh_token.
door::Reply EncodeTokens(const token::Issued& issued, base::Time now);

// LinkForm is the body of PATCH external_id; field_name is empty for the kind's default.
struct LinkForm {
  std::string external_id;
  std::string field_name;
};
base::Result<LinkForm> DecodeLink(const door::Body& body);
// DecodeStatus reads the body of PATCH audit.
base::Result<store::IntegrationStatus> DecodeStatus(const door::Body& body);

// EncodeLink, EncodeLinks and EncodeStatus write the responses of the object routes.
door::Reply EncodeLink(const model::ExternalId& link);
door::Reply EncodeLinks(std::string_view object_id, const std::vector<model::ExternalId>& links);
door::Reply EncodeStatus(std::string_view object_id, const store::IntegrationStatus& status);

}  // namespace bearward::dialects::workspan
