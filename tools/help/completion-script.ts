import type { SHELLS } from "./command-line";

/**
 * A script per shell that asks this project for what a word may become. It acts in the project's folder only, and leaves
 * everything else to the completion of npm that was there before.
 *
 * Our own, because omelette 0.4 and @pnpm/tabtab 0.5 complete a program by its name. The program here is npm, which has
 * a completion already, and theirs would replace it.
 */
const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: `# Completion of http-scale-out's commands
if [[ $(complete -p npm 2>/dev/null) =~ -F\\ ([^ ]+) && \${BASH_REMATCH[1]} != _http_scale_out ]]; then
  _http_scale_out_former=\${BASH_REMATCH[1]}
fi
_http_scale_out() {
  COMPREPLY=()
  if [[ -f tools/help/completion.ts ]]; then
    local IFS=$'\\n'
    COMPREPLY=($(node tools/run.mjs tools/help/main.ts completion words -- "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null))
    unset IFS
  fi
  if [[ \${#COMPREPLY[@]} -eq 0 && -n \${_http_scale_out_former-} ]]; then
    "$_http_scale_out_former" "$@"
  fi
}
complete -o default -F _http_scale_out npm
`,
  zsh: `# Completion of http-scale-out's commands
(( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
[[ \${_comps[npm]-} == _http_scale_out ]] || _http_scale_out_former=\${_comps[npm]:-_files}
_http_scale_out() {
  local -a found
  if [[ -f tools/help/completion.ts ]]; then
    found=(\${(f)"$(node tools/run.mjs tools/help/main.ts completion words -- "\${(@)words[1,CURRENT]}" 2>/dev/null)"})
  fi
  if (( \${#found} )); then compadd -a found; else $_http_scale_out_former "$@"; fi
}
compdef _http_scale_out npm
`,
  fish: `# Completion of http-scale-out's commands
function __http_scale_out
    test -f tools/help/completion.ts; or return
    node tools/run.mjs tools/help/main.ts completion words -- (commandline -opc) (commandline -ct) 2>/dev/null
end
complete -c npm -a '(__http_scale_out)'
`,
};

export function completionScript(shell: (typeof SHELLS)[number]): string {
  return SCRIPTS[shell];
}
