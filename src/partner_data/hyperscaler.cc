#include "partner_data/hyperscaler.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/ascii.h"
#include "model/forms.h"
#include "partner_data/report_filter.h"

namespace bearward::partner_data {
namespace {

constexpr std::chrono::seconds kActionTime{30};
constexpr std::array<std::string_view, 3> kMarketplaces = {"aws", "azure", "gcp"};
constexpr std::size_t kLongestText = 4'000;

struct ListRow {
  std::string_view field;
  std::vector<std::string> values;
};

const std::vector<ListRow>& Lists() {
  static const std::vector<ListRow> kLists = {
      {"aws_delivery_model",
       {"SaaS or PaaS", "BYOL or AMI", "Managed Services", "Professional Services", "Resell",
        "Other"}},
      {"aws_is_opp_from_marketing_activity", {"Yes", "No"}},
      {"aws_partner_primary_need",
       {"Co-Sell - Architectural Validation", "Co-Sell - Business Presentation",
        "Co-Sell - Competitive Information", "Co-Sell - Pricing Assistance",
        "Co-Sell - Technical Consultation", "For Visibility - No Assistance Needed"}},
      {"aws_use_case",
       {"AI Machine Learning and Analytics", "Business Applications & Contact Center",
        "Cloud management tools & DevOps", "Containers & Serverless",
        "Migration / Database Migration", "Security & Compliance", "Storage & Backup", "Other"}},
      {"opportunity_type", {"Net New Business", "Expansion", "Flat Renewal"}},
      {"procurement_type", {"AWS Marketplace", "Direct", "Reseller"}},
      {"customer_industry",
       {"Aerospace", "Agriculture", "Automotive", "Education", "Energy", "Financial Services",
        "Government", "Healthcare", "Manufacturing", "Media and Entertainment", "Retail",
        "Software and Internet", "Telecommunications", "Other"}},
  };
  return kLists;
}

std::string TextIn(const json::Object& object, std::string_view name) {
  const auto found = std::ranges::find(object, name, &json::Member::key);
  const std::string* text = found == object.end() ? nullptr : found->value.AsString();
  return text == nullptr ? std::string() : std::string(base::Trim(*text));
}

bool IsCountry(std::string_view text) {
  return text.size() >= 2 &&
         std::ranges::none_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsNumber(std::string_view text) {
  const auto number = NumberOf(json::Value::String(std::string(text)));
  return number && *number >= 0;
}

bool IsDay(std::string_view text) { return text.size() == 10 && base::ParseIso(text).has_value(); }

// Rule is a check of one field; a field without a value needs only to be required.
struct Rule {
  std::string_view field;
  bool required;
  bool (*fits)(std::string_view text);
  std::string_view wants;
};

constexpr std::array<Rule, 8> kRules = {{
    {"customer_name", true, nullptr, ""},
    {"customer_country", true, &IsCountry, "a country"},
    {"opportunity_title", true, nullptr, ""},
    {"opportunity_description", true, nullptr, ""},
    {"target_close_date", true, &IsDay, "a day such as 2031-05-06"},
    {"primary_contact_email", false, &model::IsEmail, "an email address"},
    {"aws_monthly_revenue", false, &IsNumber, "a number"},
    {"customer_software_value", false, &IsNumber, "a number"},
}};

}  // namespace

bool IsMarketplace(std::string_view type) {
  return std::ranges::find(kMarketplaces, type) != kMarketplaces.end();
}

bool IsSameMarketplace(std::string_view a, std::string_view b) {
  const auto usual = [](std::string_view type) {
    std::string lower = base::Lower(type);
    return lower == "google" ? "gcp" : lower;
  };
  return usual(a) == usual(b);
}

bool IsPartnerProgram(std::string_view partner) { return IsMarketplace(base::Lower(partner)); }

bool IsInProgress(base::Time start, base::Time now) { return now < start + kActionTime; }

std::vector<UsageFault> CheckUsage(const json::Object& usage) {
  const auto quantity = std::ranges::find(usage, "quantity", &json::Member::key);
  const auto number = quantity == usage.end() ? std::nullopt : NumberOf(quantity->value);
  std::vector<UsageFault> faults;
  if (!number || *number < 0) {
    faults.push_back({"USAGE-22", "quantity must be a number of at least 0."});
  }
  return faults;
}

std::optional<PickList> FindPickList(std::string_view field) {
  const auto found = std::ranges::find(Lists(), field, &ListRow::field);
  if (found == Lists().end()) return std::nullopt;
  return PickList{std::string(field), found->values};
}

std::vector<FieldFault> CheckOpportunity(const json::Object& opportunity) {
  std::vector<FieldFault> faults;
  const auto add = [&](std::string_view field, std::string message) {
    faults.push_back({std::string(field), std::move(message)});
  };
  for (const json::Member& member : opportunity) {
    if (!member.value.IsString() && !member.value.IsNull()) add(member.key, "It must be a text.");
  }
  for (const Rule& rule : kRules) {
    const std::string text = TextIn(opportunity, rule.field);
    if (text.empty()) {
      if (rule.required) add(rule.field, "It is required.");
    } else if (text.size() > kLongestText) {
      add(rule.field, "It is too long.");
    } else if (rule.fits != nullptr && !rule.fits(text)) {
      add(rule.field, "It must be " + std::string(rule.wants) + ".");
    }
  }
  for (const ListRow& list : Lists()) {
    const std::string text = TextIn(opportunity, list.field);
    if (!text.empty() && std::ranges::find(list.values, text) == list.values.end()) {
      add(list.field, "It must be one of the values of the pick list.");
    }
  }
  return faults;
}

}  // namespace bearward::partner_data
