/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `hallmark portfolio`; its table is in cli/portfolio.c. */
#ifndef HM_CLI_PORTFOLIO_COMMANDS_H
#define HM_CLI_PORTFOLIO_COMMANDS_H

#include "cli/command.h"

extern const HmCommand hm_command_portfolio_add;
extern const HmCommand hm_command_portfolio_badges;
extern const HmCommand hm_command_portfolio_changes;
extern const HmCommand hm_command_portfolio_import;
extern const HmCommand hm_command_portfolio_list;
extern const HmCommand hm_command_portfolio_rank;
extern const HmCommand hm_command_portfolio_remove;
extern const HmCommand hm_command_portfolio_scan;
extern const HmCommand hm_command_portfolio_show;
extern const HmCommand hm_command_portfolio_site;

#endif
