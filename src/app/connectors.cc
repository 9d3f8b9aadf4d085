#include "app/connectors.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "app/dialects.h"
#include "app/version.h"
#include "app/wire.h"
#include "app/write_file.h"
#include "base/clock.h"
#include "base/invalid.h"
#include "crypto/key_ring.h"
#include "dialects/v1/swagger.h"
#include "dialects/workspan/routes.h"
#include "json/writer.h"
#include "store/memory_database.h"

namespace bearward::app {
namespace {

using dialects::v1::Trigger;
using json::kInteger;
using json::kText;
using json::Property;
using json::Schema;

// The body of a callback of WorkSpan (contracts: WorkSpan section 7).
constexpr Schema kAnyObject = {.type = json::Type::kObject, .open = true};
constexpr Property kWorkSpanCallMembers[] = {{"event", kText},
                                             {"object_id", kText},
                                             {"integration_id", kText, false},
                                             {"occurred_at", json::kTime},
                                             {"data", kAnyObject}};
constexpr Schema kWorkSpanCall = json::ObjectOf(kWorkSpanCallMembers);
constexpr Trigger kWorkSpanTriggers[] = {{.path = "/event/v1/subscriber",
                                          .url_member = "webhook_settings.callback_url",
                                          .description = "An event of a subscribed object.",
                                          .content = &kWorkSpanCall}};

// The body of an external notification of WorkMobile (contracts: WorkMobile section 2b).
constexpr Property kRecordMembers[] = {{"Id", kInteger},
                                       {"OriginalId", kInteger},
                                       {"Created", kText},
                                       {"CreatedBy", kText},
                                       {"Uploaded", kText}};
constexpr Schema kRecordCall = json::ObjectOf(kRecordMembers);
constexpr Trigger kWorkMobileTriggers[] = {{.path = "/notifications/external",
                                            .url_member = "url",
                                            .description = "A record of the form was uploaded.",
                                            .content = &kRecordCall}};

// A text that the person who makes a connection enters. `secret` hides it.
struct Question {
  std::string_view name;
  std::string_view title;
  std::string_view hint;
  bool secret = false;
};

constexpr Question kApiToken = {"api_key", "API token",
                                "The API token of a login, from the page of the login.", true};
constexpr Question kEnvironment = {"environment", "Environment",
                                   "The host name of the environment, such as app.workspan.com."};

constexpr std::string_view kScopes[] = {"read", "write"};

// Connector is what differs between the packages. With `questions` alone a header carries the
// credential; `authorizes` is set for OAuth, whose paths are below `/oauth`.
struct Connector {
  std::string_view dialect;
  std::string_view title;
  std::string_view description;
  std::string_view header;  // to which the answer to `question` is set
  Question question;
  bool authorizes = false;
  std::span<const Trigger> triggers;
};

constexpr Connector kConnectors[] = {
    {"workspan", "WorkSpan", "Objects, events, bulk loads, reports and users of partners.",
     "x-ws-env", kEnvironment, true, kWorkSpanTriggers},
    {"workmobile", "WorkMobile", "Forms, records, jobs and mobile users.", "X-Api-Key", kApiToken,
     false, kWorkMobileTriggers}};

const Connector& ConnectorOf(std::string_view name) {
  return *std::ranges::find(kConnectors, name, &Connector::dialect);
}

// The scheme of the document, and its name.
constexpr std::string_view kOauthScheme = "oauth2";
constexpr std::string_view kHeaderScheme = "api_key";

std::string SecurityOf(const Connector& connector, const std::string& api) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  if (connector.authorizes) {
    writer.Key(kOauthScheme).BeginObject().Key("type").String("oauth2");
    writer.Key("flow").String("accessCode");
    writer.Key("authorizationUrl").String(api + "/oauth/authorize");
    writer.Key("tokenUrl").String(api + "/oauth/token").Key("scopes").BeginObject();
    for (const std::string_view scope : kScopes) writer.Key(scope).String(scope);
    writer.EndObject().EndObject();
  } else {
    writer.Key(kHeaderScheme).BeginObject().Key("type").String("apiKey");
    writer.Key("in").String("header").Key("name").String(connector.header).EndObject();
  }
  writer.EndObject();
  return text;
}

void WriteQuestion(json::Writer& writer, const Question& question) {
  writer.Key(question.name).BeginObject();
  writer.Key("type").String(question.secret ? "securestring" : "string");
  writer.Key("uiDefinition").BeginObject().Key("displayName").String(question.title);
  writer.Key("description").String(question.hint).Key("tooltip").String(question.hint);
  writer.Key("constraints").BeginObject().Key("required").String("true").Key("tabIndex").Int(2);
  writer.Key("clearText").Bool(!question.secret).EndObject().EndObject().EndObject();
}

// The client id and secret are not in the package: the owner of the connector enters them.
void WriteOauth(json::Writer& writer, const std::string& api) {
  writer.Key("token").BeginObject().Key("type").String("oauthSetting");
  writer.Key("oAuthSettings").BeginObject().Key("identityProvider").String("oauth2");
  writer.Key("clientId").String("").Key("scopes").BeginArray();
  for (const std::string_view scope : kScopes) writer.String(scope);
  writer.EndArray().Key("redirectMode").String("Global").Key("redirectUrl");
  writer.String(dialects::workspan::kConnectorRedirect);
  writer.Key("customParameters").BeginObject();
  for (const auto& [name, path] : {std::pair("AuthorizationUrl", "/oauth/authorize"),
                                   {"TokenUrl", "/oauth/token"},
                                   {"RefreshUrl", "/oauth/token"}}) {
    writer.Key(name).BeginObject().Key("value").String(api + path).EndObject();
  }
  writer.EndObject().EndObject().EndObject();
}

// WritePolicy sets the header of each request to the answer to the question. The header of a
// credential needs no policy, because the scheme of the document names it.
void WritePolicy(json::Writer& writer, const Connector& connector) {
  constexpr std::string_view kParameter = "x-ms-apimTemplateParameter.";
  const auto key = [&](std::string_view name) -> json::Writer& {
    return writer.Key(std::string(kParameter) + std::string(name));
  };
  writer.BeginObject().Key("templateId").String("setheader");
  writer.Key("title").String("Set " + std::string(connector.header));
  writer.Key("parameters").BeginObject();
  key("name").String(connector.header);
  key("value").String("@connectionParameters('" + std::string(connector.question.name) + "')");
  key("existsAction").String("override");
  writer.Key("x-ms-apimTemplate-policySection").String("Request");
  writer.EndObject().EndObject();
}

std::string PropertiesOf(const Connector& connector, const std::string& api) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("properties").BeginObject();
  writer.Key("connectionParameters").BeginObject();
  if (connector.authorizes) WriteOauth(writer, api);
  WriteQuestion(writer, connector.question);
  writer.EndObject().Key("iconBrandColor").String("#1d4ed8");
  writer.Key("capabilities").BeginArray().EndArray();
  writer.Key("policyTemplateInstances").BeginArray();
  if (connector.authorizes) WritePolicy(writer, connector);
  writer.EndArray().EndObject().EndObject();
  return text;
}

base::Status MakeFolder(const std::string& folder) {
  constexpr mode_t kMode = 0755;
  if (::mkdir(folder.c_str(), kMode) == 0 || errno == EEXIST) return {};
  return base::Fail(base::Invalid(
      "unreadable_file",
      folder + ": the folder cannot be made: " + std::generic_category().message(errno) + "."));
}

}  // namespace

std::vector<std::string> ConnectorNames() {
  std::vector<std::string> names;
  for (const Connector& connector : kConnectors) names.emplace_back(connector.dialect);
  return names;
}

ConnectorPackage PackageOf(std::string_view name, std::span<const door::Route> routes,
                           const Addresses& at) {
  const Connector& connector = ConnectorOf(name);
  return {.definition = dialects::v1::WriteSwagger(
              routes, {.dialect = connector.dialect,
                       .title = connector.title,
                       .description = connector.description,
                       .version = std::string(kVersion),
                       .server = at.server,
                       .security = SecurityOf(connector, at.api),
                       .scheme = connector.authorizes ? kOauthScheme : kHeaderScheme,
                       .scopes = connector.authorizes ? std::span(kScopes)
                                                      : std::span<const std::string_view>(),
                       .triggers = connector.triggers}),
          .properties = PropertiesOf(connector, at.api)};
}

// The routes are those of a core over an empty store in memory.
base::Status WriteConnector(const Config& config, std::string_view name, const std::string& folder,
                            std::vector<std::string>& warnings) {
  base::SystemClock clock;
  base::SystemEntropy entropy;
  observe::Logger log(clock, observe::Level::kOff, observe::Logger::Sink());
  BW_TRY_ASSIGN(const auto core,
                Core::Open(config, {clock, entropy, log, log}, store::SqliteMemory(),
                           crypto::KeyRing::Generate(entropy)));
  const auto& routes = core->door().routes();
  if (std::ranges::none_of(routes, [&](const auto& row) { return row.dialect->name == name; })) {
    return base::Fail(
        base::Invalid("dialect_off",
                      "dialects." + std::string(name) +
                          ".enabled is false, so there is nothing to connect to. Set it to true."));
  }
  Config known = config;
  known.issuer = core->issuer();
  const Addresses at{ServerOf(known, name), AddressOf(known, name)};
  constexpr std::string_view kRedirect = dialects::workspan::kConnectorRedirect;
  const std::vector<std::string> uris = RedirectUris(config);
  const bool returns = std::ranges::find(uris, kRedirect) != uris.end();
  if (ConnectorOf(name).authorizes && !returns) {
    warnings.push_back("dialects.workspan.redirect_uris lacks " + std::string(kRedirect) +
                       ", so the connector cannot sign in. Add it.");
  }
  if (!at.server.starts_with("https://")) {
    warnings.push_back("server.issuer is " + at.server +
                       ", and Power Platform connects to public https addresses only.");
  }
  const ConnectorPackage package = PackageOf(name, routes, at);
  constexpr mode_t kMode = 0644;
  BW_TRY(MakeFolder(folder));
  BW_TRY(WriteNewFile(folder + "/apiDefinition.swagger.json", package.definition, kMode));
  BW_TRY(WriteNewFile(folder + "/apiProperties.json", package.properties, kMode));
  return SyncFolder(folder);
}

}  // namespace bearward::app
