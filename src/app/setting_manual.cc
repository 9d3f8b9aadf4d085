#include <optional>
#include <string_view>

#include "app/setting_reference.h"
#include "app/settings.h"
#include "commands/manual.h"

namespace bearward::app {
namespace {

using commands::ManBold;
using commands::ManExample;
using commands::ManItem;
using commands::ManText;

constexpr std::string_view kExample = R"([server]
data = "/var/lib/bearward"
http = "127.0.0.1:8080"
https = "off"
issuer = "https://auth.example.com"
trusted_proxies = ["127.0.0.1"]

[mail]
smtp = "mail.example.com:587"
from = "no-reply@example.com")";

std::string_view WordOf(SettingKind kind) {
  switch (kind) {
    case SettingKind::kText:
      return "text";
    case SettingKind::kNumber:
      return "number";
    case SettingKind::kFlag:
      return "true or false";
    case SettingKind::kList:
      break;
  }
  return "list of texts";
}

// Link is [words](target#anchor) at the start of a text; `size` is its length.
struct Link {
  std::string_view words;
  std::string_view target;
  std::size_t size;
};

std::optional<Link> LinkAt(std::string_view text) {
  const auto middle = text.find("](");
  const auto end = text.find(')');
  if (middle == std::string_view::npos || end == std::string_view::npos || end < middle) {
    return std::nullopt;
  }
  std::string_view target = text.substr(middle + 2, end - middle - 2);
  target = target.substr(0, target.find('#'));
  return Link{text.substr(1, middle - 1), target, end + 1};
}

// FromMarkdown writes code in bold, and a link as its words with the document behind them.
std::string FromMarkdown(std::string_view text) {
  std::string man;
  while (!text.empty()) {
    const auto special = text.find_first_of("`[");
    man += ManText(text.substr(0, special));
    if (special == std::string_view::npos) break;
    text.remove_prefix(special);
    if (const auto link = text.front() == '[' ? LinkAt(text) : std::nullopt) {
      man += ManText(link->words) + " (docs/" + ManText(link->target) + ")";
      text.remove_prefix(link->size);
      continue;
    }
    const auto end = text.front() == '`' ? text.find('`', 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      man += text.front();
      text.remove_prefix(1);
      continue;
    }
    man += ManBold(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
  }
  return man;
}

std::string Settings() {
  std::string page;
  std::string open_section;
  for (const SettingRow& row : SettingRows()) {
    if (!row.replaced_by.empty()) continue;
    const std::string section = row.name.substr(0, row.name.find('.'));
    if (section != open_section) page += ".SS " + ManText(section) + "\n";
    open_section = section;
    const std::string value = DefaultOf(row);
    page += ManItem(ManBold(row.name) + " (" + std::string(WordOf(row.kind)) +
                        (value.empty() ? ")" : "; default: " + FromMarkdown(value) + ")"),
                    FromMarkdown(row.meaning));
  }
  return page;
}

}  // namespace

std::string SettingManual(std::string_view version) {
  return commands::ManHead("bearward.toml", 5, version, "settings of bearward") +
         ".SH DESCRIPTION\n"
         "The option \\fB\\-\\-config\\fR of\n.BR bearward (1)\n"
         "names a file in the language TOML. What is before the last dot of the name of a setting "
         "is its section: \\fBserver.http\\fR is \\fBhttp\\fR in \\fB[server]\\fR.\n"
         "Environment variables override the file, and options override them. An unknown name is "
         "an error. \\fBbearward config check\\fR performs every check of \\fBserve\\fR, and "
         "\\fBbearward config print\\fR prints the settings in use.\n.PP\n"
         "The service of the package reads /etc/bearward/bearward.toml.\n"
         ".SH SETTINGS\n" +
         Settings() + ".SH ENVIRONMENT\n" +
         ManItem(
             ManBold("BEARWARD_SECTION__KEY"),
             ManText("The value of section.key, with two underscores between the two. The members "
                     "of a list are separated by commas.")) +
         ManItem(ManBold("BEARWARD_SECTION__KEY_FILE"),
                 ManText("The name of a file that has the value.")) +
         ".SH FILES\n" +
         ManItem(ManBold("/etc/bearward/bearward.toml"),
                 ManText("The settings of the service of the package.")) +
         ".SH EXAMPLES\n" + ManExample("A server behind a proxy on the same machine:", kExample) +
         ".SH SEE ALSO\n.BR bearward (1)\n.PP\n"
         "The documents in /usr/share/doc/bearward, first docs/running.md.\n";
}

}  // namespace bearward::app
