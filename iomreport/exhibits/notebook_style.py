"""How exhibits look in JupyterLab, light or dark: text takes Lab's colours, drawings stand on paper of their own."""

from iomreport.charts import theme

_RULES = f"""
.iomreport-figure,.iomreport-table{{margin:0;max-width:60em}}
.iomreport-figure .drawing{{background:{theme.LIGHT["paper"]};color:{theme.LIGHT["ink"]};margin:.5em 0;overflow-x:auto}}
.iomreport-figure svg{{display:block;height:auto;max-width:100%}}
.iomreport-figure .title,.iomreport-table caption{{font-weight:600}}
.iomreport-table .scroll{{overflow-x:auto}}
.iomreport-table caption{{caption-side:top;padding:0 0 .5em}}
.iomreport-table.iomreport-table table :is(caption,th,td){{text-align:left;vertical-align:top}}
.iomreport-table.iomreport-table table .numeric{{font-variant-numeric:tabular-nums;text-align:right}}
.iomreport-table .unit{{display:block;font-weight:400}}
.iomreport-sentence .cited,.iomreport-figure .credits,.iomreport-table .credits,.iomreport-figure .download,\
.iomreport-table .download{{font-size:.875em}}
"""
STYLE = f"<style>{_RULES.replace(chr(10), '')}</style>"
"""Style sheet that an exhibit brings along where it stands alone."""
