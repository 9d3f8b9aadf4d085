#include <algorithm>
#include <string>

#include "commands/help.h"

namespace bearward::commands {
namespace {

// Escaped writes text for man(7): a backslash and a leading dot or quote are special, and a hyphen
// that is typed must not become a typographic one.
std::string Escaped(std::string_view text) {
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

std::string OptionItem(const Option& option) {
  const std::string value = ValueText(option);
  std::string item = ".TP\n.B " + Escaped(option.name);
  if (!value.empty()) item += " " + Escaped(value);
  return item + "\n" + Escaped(option.text.empty() ? option.member : option.text) + "\n";
}

}  // namespace

std::string ManualPage(const std::vector<Command>& commands, std::string_view version) {
  std::string page = ".TH BEARWARD 1 \"\" \"bearward " + std::string(version) + "\"\n" +
                     ".SH NAME\nbearward \\- server for authentication and authorization\n" +
                     ".SH SYNOPSIS\n.B bearward\n.I COMMAND\n[\\fIOPTIONS\\fR]\n" +
                     ".SH COMMANDS\n";
  for (const Command& command : commands) {
    page += ".SS " + Escaped(command.Usage()) + "\n" + Escaped(command.summary) + ".\n";
    for (const Option& option : command.options) page += OptionItem(option);
  }
  page += ".SH OPTIONS OF EVERY COMMAND\n";
  for (const Option& option : GlobalOptions()) page += OptionItem(option);
  page += ".SH OPTIONS OF COMMANDS OF RESOURCES\n";
  for (const Option& option : ResourceOptions()) page += OptionItem(option);
  return page +
         ".SH FILES\n"
         ".TP\n.I /etc/bearward/bearward.toml\n"
         "The settings, if neither \\-\\-config nor BEARWARD_CONFIG names a file and neither "
         "\\-\\-data nor BEARWARD_SERVER__DATA names a data folder.\n"
         ".SH ENVIRONMENT\n"
         ".TP\n.B BEARWARD_CONFIG\nThe settings file if \\-\\-config is not given.\n"
         ".TP\n.B BEARWARD_SECTION__KEY\nThe value of the setting section.key.\n"
         ".SH EXIT STATUS\n"
         ".TP\n.B 0\nsuccess\n.TP\n.B 1\nfailure\n.TP\n.B 2\nwrong usage, or a value that is not "
         "allowed\n.TP\n.B 3\nnot found; of check and audit verify: damage was found\n.TP\n.B "
         "4\nrefused by a rule, "
         "such as a name that is taken\n.TP\n.B 5\nthe server or the database cannot be reached\n";
}

}  // namespace bearward::commands
