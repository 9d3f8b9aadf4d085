#include <string>
#include <string_view>

#include "commands/help.h"
#include "commands/parse.h"
#include "commands/select.h"

namespace bearward::commands {
namespace {

// bash splits words at the characters of COMP_WORDBREAKS too, such as = and :. The loop joins what
// no space separates. Only what follows the last = is replaced by a candidate.
constexpr std::string_view kBash = R"script(_bearward() {
  local line=${COMP_LINE:0:COMP_POINT} words=() lines=() rest word prefix='' i
  COMPREPLY=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    rest=${line#"${line%%[![:space:]]*}"}
    word=${COMP_WORDS[i]}
    ((i < COMP_CWORD)) || word=$rest
    if ((i > 0)) && [[ $rest == "$line" ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    line=${rest#"$word"}
  done
  word=${words[${#words[@]} - 1]}
  mapfile -t lines < <("${words[0]/#\~/$HOME}" completion bash -- "${words[@]:1}" 2>/dev/null)
  case ${lines[0]-} in
    :files) compopt -o default ;;
    :folders) compopt -o dirnames ;;
    *)
      [[ $word != -*=* || $COMP_WORDBREAKS != *=* ]] || prefix=${word%%=*}=
      for line in "${lines[@]}"; do
        line=${line%%$'\t'*}
        [[ $line != "$word"* ]] || COMPREPLY+=("${line#"$prefix"}")
      done
      ;;
  esac
}
complete -F _bearward bearward
)script";

// The file is the body of the function when zsh loads it from a folder of fpath, and defines it
// when it is sourced.
constexpr std::string_view kZsh = R"script(#compdef bearward
_bearward() {
  local program=${${(Q)words[1]}/#\~/$HOME} line word
  local -a lines candidates
  lines=("${(@f)$("$program" completion zsh -- \
    "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  case $lines[1] in
    ('') return 1 ;;
    (:files) compset -P '--*='; _files ;;
    (:folders) compset -P '--*='; _files -/ ;;
    (*)
      for line in $lines; do
        word=${line%%$'\t'*}
        candidates+=("${word//:/\\:}${${line#$word}/$'\t'/:}")
      done
      _describe bearward candidates
      ;;
  esac
}
if [[ $funcstack[1] == _bearward ]]; then
  _bearward "$@"
else
  compdef _bearward bearward
fi
)script";

constexpr std::string_view kFish = R"script(function __bearward_candidates
    set -l before (commandline -opc)
    set -l word (commandline -ct)
    set -l program (string replace -r '^~' -- $HOME $before[1])
    set -l lines ($program completion fish -- $before[2..-1] "$word" 2>/dev/null)
    set -l prefix (string match -r -- '^--[^=]*=' "$word")
    set -l path (string replace -- "$prefix" '' "$word")
    switch "$lines[1]"
        case :files
            __fish_complete_path "$path" | string replace -r '^' -- "$prefix"
        case :folders
            __fish_complete_directories "$path" '' | string replace -r '^' -- "$prefix"
        case '*'
            printf '%s\n' $lines
    end
end
complete -c bearward -k -f -a '(__bearward_candidates)'
)script";

}  // namespace

const std::vector<std::string>& Shells() {
  static const std::vector<std::string> kShells = {"bash", "zsh", "fish"};
  return kShells;
}

base::Result<std::string> Completion(std::string_view shell) {
  if (shell == "bash") return std::string(kBash);
  if (shell == "zsh") return std::string(kZsh);
  if (shell == "fish") return std::string(kFish);
  return base::Fail(
      Misuse("unknown shell \"" + std::string(shell) + "\"." + Closest(shell, Shells())));
}

}  // namespace bearward::commands
