#include "commands/manual.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ranges>
#include <span>

#include "commands/help.h"

namespace bearward::commands {
namespace {

// Pair is a term with its description, or an example with what it does.
struct Pair {
  std::string_view term;
  std::string_view about;
};

constexpr std::array<Pair, 6> kExamples = {{
    {"Serve with the settings of a file:", "bearward --config /etc/bearward/bearward.toml serve"},
    {"Make an environment and an API key; the value of the key is shown once:",
     "bearward environment create --name production\n"
     "bearward key create --permission tokens:verify --expires 90d"},
    {"Create a user with a password from standard input:",
     "bearward user create --email ann@acme.example --password-file -"},
    {"Use the response of the API in a script:",
     "bearward user list --json | jq -r '.data[].email'"},
    {"See what a provisioning file would change, then change it:",
     "bearward apply --dry-run provisioning.toml\nbearward apply provisioning.toml"},
    {"Ask the service of the package, as its user:",
     "sudo -u bearward bearward session list user_01J"},
}};

constexpr std::array<Pair, 6> kFiles = {{
    {"/etc/bearward/bearward.toml",
     "The settings, if neither --config nor BEARWARD_CONFIG names a file and neither --data nor "
     "BEARWARD_SERVER__DATA names a data folder; see bearward.toml(5)."},
    {"/var/lib/bearward", "The data folder of the service of the package."},
    {"./data", "The data folder without the setting server.data and without --data."},
    {"DATA/bearward.db", "The database, unless storage.url is set."},
    {"DATA/master.key",
     "The key that encrypts secrets in the database, unless server.master_key_file is set. It is "
     "not in a backup: keep a copy elsewhere."},
    {"DATA/command.sock",
     "The socket by which commands reach the running server. Only the user of the server and root "
     "may connect."},
}};

constexpr std::array<Pair, 5> kVariables = {{
    {"BEARWARD_CONFIG", "The settings file if --config is not given."},
    {"BEARWARD_SECTION__KEY",
     "The value of a setting; see bearward.toml(5). It overrides the file, and an option overrides "
     "it."},
    {"BEARWARD_SECTION__KEY_FILE", "The name of a file that has the value."},
    {"LISTEN_FDS, LISTEN_PID, LISTEN_FDNAMES",
     "Sockets that serve accepts from, as systemd(1) sets them for a service with socket units."},
    {"NOTIFY_SOCKET", "Where serve reports that it is ready, reloads and stops; see sd_notify(3)."},
}};

constexpr std::array<Pair, 6> kExitCodes = {{
    {"0", "success"},
    {"1", "failure"},
    {"2", "wrong usage, or a value that is not allowed"},
    {"3", "not found; of check and audit verify: damage was found"},
    {"4", "refused by a rule, such as a name that is taken"},
    {"5", "the server or the database cannot be reached"},
}};

constexpr std::string_view kDescription =
    "bearward serves the API and the console, and manages what they use. A command of a resource "
    "asks the server that runs on the data folder, so it takes effect at once. If none runs, the "
    "command changes the database itself.\n"
    "Secrets are never arguments, because other users of the machine can read these: an option "
    "that ends in -file names a file, and - is standard input. A time is 2031-05-06T07:08:09Z or "
    "a duration such as 90d, 12h, 30m or 45s.";

std::string Items(std::span<const Pair> pairs) {
  std::string text;
  for (const Pair& one : pairs) text += ManItem(ManBold(one.term), ManText(one.about));
  return text;
}

std::string OptionItem(const Option& option) {
  const std::string value = ValueText(option);
  return ManItem(ManBold(option.name) + (value.empty() ? "" : " " + ManText(value)),
                 ManText(option.text.empty() ? option.member : option.text));
}

std::string OptionItems(const std::vector<Option>& options) {
  std::string text;
  for (const Option& option : options) text += OptionItem(option);
  return text;
}

std::string Paragraphs(std::string_view text) {
  std::string page;
  for (const auto line : std::views::split(text, '\n')) {
    page += (page.empty() ? "" : ".PP\n") + ManText(std::string_view(line)) + "\n";
  }
  return page;
}

}  // namespace

// A backslash and a leading dot or quote are special, and a hyphen that is typed must not become a
// typographic one.
std::string ManText(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      escaped += c == '\n' ? ' ' : c;
    }
  }
  const bool special = escaped.starts_with('.') || escaped.starts_with('\'');
  return special ? "\\&" + escaped : escaped;
}

std::string ManBold(std::string_view text) { return "\\fB" + ManText(text) + "\\fR"; }

// The pages have no date: they belong to a version.
std::string ManHead(std::string_view name, int section, std::string_view version,
                    std::string_view about) {
  std::string title(name);
  std::ranges::transform(title, title.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return ".TH " + title + " " + std::to_string(section) + " \"\" \"bearward " +
         std::string(version) + "\"\n.SH NAME\n" + ManText(name) + " \\- " + ManText(about) + "\n";
}

std::string ManItem(std::string_view term, std::string_view about) {
  return ".TP\n" + std::string(term) + "\n" + std::string(about) + "\n";
}

std::string ManExample(std::string_view about, std::string_view lines) {
  std::string text = ManText(about) + "\n.PP\n.RS 4\n.nf\n";
  for (const auto line : std::views::split(lines, '\n')) {
    text += ManText(std::string_view(line)) + "\n";
  }
  return text + ".fi\n.RE\n";
}

std::string ManualPage(const std::vector<Command>& commands, std::string_view version) {
  std::string page = ManHead("bearward", 1, version, "sign-in, tokens and access for an API");
  page += ".SH SYNOPSIS\n.B bearward\n.I COMMAND\n[\\fIOPTIONS\\fR]\n";
  page += ".SH DESCRIPTION\n" + Paragraphs(kDescription) + ".SH COMMANDS\n";
  for (const Command& command : commands) {
    page += ".SS " + ManText(command.Usage()) + "\n" + ManText(command.summary) + ".\n";
    page += OptionItems(command.options);
  }
  page += ".SH OPTIONS OF EVERY COMMAND\n" + OptionItems(GlobalOptions());
  page += ".SH OPTIONS OF COMMANDS OF RESOURCES\n" + OptionItems(ResourceOptions());
  page += ".SH EXIT STATUS\n" + Items(kExitCodes);
  page += ".SH ENVIRONMENT\n" + Items(kVariables);
  page += ".SH FILES\n" + Items(kFiles);
  page += ".SH EXAMPLES\n";
  for (const Pair& one : kExamples) {
    if (&one != kExamples.data()) page += ".PP\n";
    page += ManExample(one.term, one.about);
  }
  return page +
         ".SH SEE ALSO\n.BR bearward.toml (5),\n.BR systemctl (1)\n.PP\n"
         "The documents in /usr/share/doc/bearward, first docs/tour.md.\n";
}

}  // namespace bearward::commands
