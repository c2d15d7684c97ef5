/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio`: the commands about many repositories. */
#include "cli/command.h"
#include "cli/portfolio_commands.h"

const HmCommand *const hm_portfolio_commands[] = {
  &hm_command_portfolio_add,
  &hm_command_portfolio_badges,
  &hm_command_portfolio_changes,
  &hm_command_portfolio_import,
  &hm_command_portfolio_list,
  &hm_command_portfolio_rank,
  &hm_command_portfolio_remove,
  &hm_command_portfolio_scan,
  &hm_command_portfolio_show,
  &hm_command_portfolio_site,
  NULL,
};

static const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };

const HmCommand hm_command_portfolio = {
  .name = "portfolio",
  .arguments = "COMMAND",
  .summary = "Look after many repositories at once",
  .description =
      "The portfolio is a file, portfolio.yml or --portfolio FILE: repositories by URL or path, their\n"
      "groups, owners, and how much depends on them. It is yours to edit; what the commands change in\n"
      "it leaves your comments and your order alone.",
  .options = entries,
  .subcommands = hm_portfolio_commands,
};
