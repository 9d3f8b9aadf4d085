// Kinds: the provisioned objects of this module (docs/workspan.md lists their fields).
#pragma once

#include <string_view>

namespace bearward::partner_data {

inline constexpr std::string_view kReportKind = "report";
inline constexpr std::string_view kIntegrationKind = "integration";
inline constexpr std::string_view kAccountKind = "partner_account";
inline constexpr std::string_view kOfferKind = "ws-offer";
inline constexpr std::string_view kAuthorizationKind = "aws_authorization";
inline constexpr std::string_view kUsageKind = "marketplace_usage";
inline constexpr std::string_view kAwsPartnerKind = "aws_partner";
inline constexpr std::string_view kAwsSolutionKind = "aws_solution";
inline constexpr std::string_view kPickListKind = "picklist";

// kUsualObjectKind is the kind of the objects of an integration that states none.
inline constexpr std::string_view kUsualObjectKind = "opportunity";

}  // namespace bearward::partner_data
