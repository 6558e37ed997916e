<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>New brief</source>
        <translation>新建选题</translation>
    </message>
    <message>
        <source>Open a brief…</source>
        <translation>打开选题…</translation>
    </message>
    <message>
        <source>Save the brief…</source>
        <translation>保存选题…</translation>
    </message>
    <message>
        <source>Rename the brief…</source>
        <translation>重命名选题…</translation>
    </message>
    <message>
        <source>Duplicate the brief</source>
        <translation>复制选题</translation>
    </message>
    <message>
        <source>Delete the brief</source>
        <translation>删除选题</translation>
    </message>
    <message>
        <source>Open library…</source>
        <translation>打开资料库…</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Undo the last import</source>
        <translation>撤销上次导入</translation>
    </message>
    <message>
        <source>Export the shelf…</source>
        <translation>导出入选清单…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo verdict</source>
        <translation>撤销评判</translation>
    </message>
    <message>
        <source>Redo verdict</source>
        <translation>重做评判</translation>
    </message>
    <message>
        <source>Find in suggestions</source>
        <translation>在推荐中查找</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>合适</translation>
    </message>
    <message>
        <source>Not right</source>
        <translation>不合适</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>更多类似</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂缓</translation>
    </message>
    <message>
        <source>Add to shelf</source>
        <translation>入选</translation>
    </message>
    <message>
        <source>Say why it is not right</source>
        <translation>说明为什么不合适</translation>
    </message>
    <message>
        <source>Count for every brief</source>
        <translation>对所有选题有效</translation>
    </message>
    <message>
        <source>Back to the list before</source>
        <translation>回到上一个列表</translation>
    </message>
    <message>
        <source>Forward to the list after</source>
        <translation>前往下一个列表</translation>
    </message>
    <message>
        <source>Ask why another item is not here</source>
        <translation>询问另一条目为何不在这里</translation>
    </message>
    <message>
        <source>Undo and go back there</source>
        <translation>撤销并回到该条</translation>
    </message>
    <message>
        <source>Next suggestion</source>
        <translation>下一条推荐</translation>
    </message>
    <message>
        <source>Previous suggestion</source>
        <translation>上一条推荐</translation>
    </message>
    <message>
        <source>Go to the details</source>
        <translation>转到详情</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>Refresh suggestions</source>
        <translation>刷新推荐</translation>
    </message>
    <message>
        <source>Shelf and its balance</source>
        <translation>入选清单及其均衡</translation>
    </message>
    <message>
        <source>Explore beyond this topic</source>
        <translation>跳出这个主题</translation>
    </message>
    <message>
        <source>Judge a random sample</source>
        <translation>评判随机样本</translation>
    </message>
    <message>
        <source>Map and long tail</source>
        <translation>地图与长尾</translation>
    </message>
    <message>
        <source>Less from the tail</source>
        <translation>减少长尾</translation>
    </message>
    <message>
        <source>More from the tail</source>
        <translation>增加长尾</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>入选清单</translation>
    </message>
    <message>
        <source>Insights</source>
        <translation>洞察</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Details pane</source>
        <translation>详情栏</translation>
    </message>
    <message>
        <source>Go on after a verdict</source>
        <translation>评判后转到下一条</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>下一栏</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>上一栏</translation>
    </message>
    <message>
        <source>Read items by meaning</source>
        <translation>读取条目语义</translation>
    </message>
    <message>
        <source>Rebuild the index</source>
        <translation>重建索引</translation>
    </message>
    <message>
        <source>Compare models…</source>
        <translation>比较模型…</translation>
    </message>
    <message>
        <source>Learned from verdicts…</source>
        <translation>从评判中学到的内容…</translation>
    </message>
    <message>
        <source>Try settings on past verdicts…</source>
        <translation>用以往评判试用设置…</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Use as a seed</source>
        <translation>用作种子</translation>
    </message>
    <message>
        <source>Sort by the next column</source>
        <translation>按下一列排序</translation>
    </message>
    <message>
        <source>Turn the order around</source>
        <translation>反转排序</translation>
    </message>
    <message>
        <source>Tick a column</source>
        <translation>勾选列</translation>
    </message>
    <message>
        <source>Column up</source>
        <translation>列上移</translation>
    </message>
    <message>
        <source>Column down</source>
        <translation>列下移</translation>
    </message>
    <message>
        <source>Change the heading</source>
        <translation>修改标题</translation>
    </message>
    <message>
        <source>Show in the catalogue</source>
        <translation>在目录中显示</translation>
    </message>
    <message>
        <source>Suggest only from these</source>
        <translation>只从这些中推荐</translation>
    </message>
    <message>
        <source>Use as seeds</source>
        <translation>用作种子</translation>
    </message>
    <message>
        <source>New brief from these</source>
        <translation>用这些新建选题</translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>清除选择</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>显示为表格</translation>
    </message>
    <message>
        <source>Select by a lasso</source>
        <translation>用套索选择</translation>
    </message>
    <message>
        <source>Select by a rectangle</source>
        <translation>用矩形框选</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Look further left</source>
        <translation>向左移动视图</translation>
    </message>
    <message>
        <source>Look further right</source>
        <translation>向右移动视图</translation>
    </message>
    <message>
        <source>Look further up</source>
        <translation>向上移动视图</translation>
    </message>
    <message>
        <source>Look further down</source>
        <translation>向下移动视图</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Longer tail</source>
        <translation>加长长尾</translation>
    </message>
    <message>
        <source>Shorter tail</source>
        <translation>缩短长尾</translation>
    </message>
    <message>
        <source>Shorter head</source>
        <translation>缩短头部</translation>
    </message>
    <message>
        <source>Longer head</source>
        <translation>加长头部</translation>
    </message>
    <message>
        <source>Never suggested yet</source>
        <translation>从未推荐过</translation>
    </message>
    <message>
        <source>What was exported…</source>
        <translation>导出记录…</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Take off the shelf</source>
        <translation>移出清单</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Show the log file</source>
        <translation>显示日志文件</translation>
    </message>
    <message>
        <source>About this program</source>
        <translation>关于本程序</translation>
    </message>
    <message>
        <source>Next or previous field</source>
        <translation>下一个或上一个控件</translation>
    </message>
    <message>
        <source>Next or previous suggestion</source>
        <translation>下一条或上一条推荐</translation>
    </message>
    <message>
        <source>Select several: a verdict is for all of them</source>
        <translation>选择多条：评判对它们全部生效</translation>
    </message>
    <message>
        <source>After “Not right”: the reason of this number</source>
        <translation>评为“不合适”之后：该编号的理由</translation>
    </message>
    <message>
        <source>From title to title</source>
        <translation>在作品之间移动</translation>
    </message>
    <message>
        <source>Select the titles on the way</source>
        <translation>选中途经的作品</translation>
    </message>
    <message>
        <source>First or last title of the chart</source>
        <translation>图表中的第一个或最后一个作品</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Suggestion</source>
        <translation>推荐(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>资料库(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>AdvancedFields</name>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>How variety is made</source>
        <translation>多样性方式</translation>
    </message>
    <message>
        <source>Count by</source>
        <translation>按此列计数</translation>
    </message>
    <message>
        <source>How the tail gets its places</source>
        <translation>长尾如何取得位置</translation>
    </message>
    <message>
        <source>Wild cards</source>
        <translation>试探条目</translation>
    </message>
    <message>
        <source>What learns from verdicts</source>
        <translation>由什么从评判中学习</translation>
    </message>
    <message>
        <source>What was learned…</source>
        <translation>已学到的内容…</translation>
    </message>
    <message>
        <source>Try on past verdicts…</source>
        <translation>用以往评判试用…</translation>
    </message>
    <message>
        <source>See what other settings would have shown, before they are used.</source>
        <translation>在采用之前，先看看其他设置会显示什么。</translation>
    </message>
    <message>
        <source>Places for items from further down, to find out; they are marked.</source>
        <translation>留给排名靠后条目的位置，用于试探；会加标记。</translation>
    </message>
</context>
<context>
    <name>Backups</name>
    <message>
        <source>Every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Before an import</source>
        <translation>导入之前</translation>
    </message>
    <message>
        <source>Before a new version</source>
        <translation>新版本之前</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Before going back</source>
        <translation>恢复之前</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>BackupsDesk</name>
    <message>
        <source>The library is as it was at %1.</source>
        <translation>资料库已恢复到 %1 的状态。</translation>
    </message>
    <message>
        <source>It was too damaged to be kept as a backup; its file was put aside in the same folder.</source>
        <translation>原资料库损坏严重，无法另存为备份；其文件已移放到同一文件夹中。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>What it was before is kept as a backup.</source>
        <translation>恢复前的状态已存为一份备份。</translation>
    </message>
</context>
<context>
    <name>BackupsSection</name>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Go back to this backup</source>
        <translation>恢复到此备份</translation>
    </message>
    <message>
        <source>Backups of this library</source>
        <translation>此资料库的备份</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Open a library first; backups belong to it.</source>
        <translation>请先打开资料库；备份属于该资料库。</translation>
    </message>
    <message>
        <source>There is none yet. One is made every day, and before every import.</source>
        <translation>尚无备份。每天以及每次导入之前都会自动备份。</translation>
    </message>
    <message>
        <source>The last seven are kept. One is made every day, and before every import. Going back keeps what is there now as one more backup, so it can be undone.</source>
        <translation>保留最近七份。每天以及每次导入之前都会自动备份。恢复时会先把现状另存为一份备份，因此可以撤销。</translation>
    </message>
</context>
<context>
    <name>BakeOff</name>
    <message>
        <source>angle</source>
        <translation>夹角</translation>
    </message>
    <message>
        <source>Euclidean</source>
        <translation>欧氏</translation>
    </message>
    <message>
        <source>product</source>
        <translation>内积</translation>
    </message>
    <message>
        <source>the first token (CLS)</source>
        <translation>首个标记（CLS）</translation>
    </message>
    <message>
        <source>the mean of all words</source>
        <translation>所有词的平均</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>Comparing: %1 of %2 settings</source>
        <translation>正在比较：%1 / %2 种设置</translation>
    </message>
    <message>
        <source>Reading with model %1: %2 of %3 items</source>
        <translation>正在用第 %1 个模型阅读：%2 / %3 个条目</translation>
    </message>
    <message>
        <source>Looking at verdicts and readers</source>
        <translation>正在查看评判和读者</translation>
    </message>
    <message>
        <source>There are %1 verdicts, at least %2 are needed; or %3 readers with enough likes, where %4 are needed.</source>
        <translation>现有 %1 个评判，至少需要 %2 个；或者现有 %3 位有足够喜好的读者，需要 %4 位。</translation>
    </message>
    <message>
        <source>Keep %1 with %2: it is in use and nothing here is clearly better.</source>
        <translation>保留 %1，配合%2：它正在使用，这里没有明显更好的。</translation>
    </message>
    <message>
        <source>Use %1 with %2.</source>
        <translation>使用 %1，配合%2。</translation>
    </message>
    <message>
        <source>It is the only one that could be compared.</source>
        <translation>只有它可以比较。</translation>
    </message>
    <message>
        <source>Its %1, %2, lies within one standard error (%3) of the highest, %4 of %5 with %6, and it is cheaper: the whole catalogue takes %7 instead of %8.</source>
        <translation>它的 %1 为 %2，与最高值（%5 配合%6 的 %4）相差不到一个标准误（%3），而且更省：读完整个目录需要 %7，而不是 %8。</translation>
    </message>
    <message>
        <source>It has the highest %1, %2, and none is as good within one standard error (%3).</source>
        <translation>它的 %1 最高，为 %2，一个标准误（%3）之内没有同样好的。</translation>
    </message>
    <message>
        <source>It has the highest %1, %2; others are as good within one standard error (%3), none clearly cheaper.</source>
        <translation>它的 %1 最高，为 %2；一个标准误（%3）之内还有同样好的，但没有明显更省的。</translation>
    </message>
    <message>
        <source>centred</source>
        <translation>已中心化</translation>
    </message>
    <message>
        <source>not centred</source>
        <translation>未中心化</translation>
    </message>
    <message>
        <source>%1 dimensions</source>
        <translation>%1 维</translation>
    </message>
    <message>
        <source>least similarity %1</source>
        <translation>最低相似度 %1</translation>
    </message>
    <message>
        <source>Of all %1, the cheapest as good as the best is: %2. Centring, dimensions, distance and least similarity are shown for reading; the program keeps its own.</source>
        <translation>在全部 %1中，与最好的同样好而最省的是：%2。中心化、维数、距离和最低相似度仅供参考；程序保持自己的做法。</translation>
    </message>
    <message>
        <source>Measured on %1 of %2 items.</source>
        <translation>在 %2 个条目中的 %1 个上测得。</translation>
    </message>
    <message>
        <source>nDCG@10: likes of %1 readers held out, found by text alone.</source>
        <translation>nDCG@10：留出 %1 位读者的喜好，仅凭文本找回。</translation>
    </message>
    <message>
        <source>AUC: the chance that an item you accepted stands above another one, from %1 verdicts; they were given on lists of the model then in use, so they favour it.</source>
        <translation>AUC：您接受的条目排在另一条目之前的概率，依据 %1 个评判；这些评判来自当时所用模型的列表，因此偏向它。</translation>
    </message>
    <message>
        <source>Left out: %1.</source>
        <translation>未参与：%1。</translation>
    </message>
    <message>
        <source>This model and pooling are in use.</source>
        <translation>这个模型和合并方式正在使用。</translation>
    </message>
    <message>
        <source>The model and how its words are pooled are taken over.</source>
        <translation>将采用该模型及其词向量的合并方式。</translation>
    </message>
    <message>
        <source>All items are read with it already.</source>
        <translation>所有条目都已用它读过。</translation>
    </message>
</context>
<context>
    <name>BakeOffCounts</name>
    <message numerus="yes">
        <source>%Ln settings</source>
        <translation>
            <numerusform>%Ln 种设置</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reads %Ln items with this model, about %1.</source>
        <translation>
            <numerusform>用这个模型阅读 %Ln 个条目，约 %1。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BakeOffDialog</name>
    <message>
        <source>Compare models</source>
        <translation>比较模型</translation>
    </message>
    <message>
        <source>Add a model folder…</source>
        <translation>添加模型文件夹…</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Use this setting</source>
        <translation>使用这个设置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>There is too little to judge models by</source>
        <translation>用来评判模型的依据太少</translation>
    </message>
    <message>
        <source>Nothing was compared</source>
        <translation>没有比较任何模型</translation>
    </message>
    <message>
        <source>No figures are made up. Judge more suggestions, or import what readers did.</source>
        <translation>这里不编造数字。请评判更多推荐，或导入读者的行为。</translation>
    </message>
    <message>
        <source>The comparison was stopped.</source>
        <translation>比较已停止。</translation>
    </message>
    <message>
        <source>What was read so far is kept, so that the next one is quicker.</source>
        <translation>已读的内容会保留，下次会更快。</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>已写入 %1。</translation>
    </message>
    <message>
        <source>Also: %1</source>
        <translation>另加：%1</translation>
    </message>
    <message>
        <source>The settings compared, best score first</source>
        <translation>比较的设置，得分最高的在前</translation>
    </message>
    <message>
        <source>How far the comparison is</source>
        <translation>比较的进度</translation>
    </message>
    <message>
        <source>Which model finds what you accept?</source>
        <translation>哪个模型能找到您会接受的条目？</translation>
    </message>
    <message>
        <source>Models and the ways to compare their vectors are tried on your own verdicts and on what readers did. A part of the catalogue is read with each model, which takes minutes; you can go on working.</source>
        <translation>将用您自己的评判和读者的行为来检验各个模型及比较其向量的方式。每个模型都要阅读目录的一部分，需要几分钟；您可以继续工作。</translation>
    </message>
    <message>
        <source>Nothing compared yet</source>
        <translation>尚未比较</translation>
    </message>
    <message>
        <source>The model in use, the bundled one, and those this library knows are compared.</source>
        <translation>比较的是正在使用的模型、内置模型以及此库已知的模型。</translation>
    </message>
    <message>
        <source>Folder of a BERT model</source>
        <translation>BERT 模型的文件夹</translation>
    </message>
    <message>
        <source>%1 – models.html</source>
        <translation>%1 – models.html</translation>
    </message>
    <message>
        <source>Export the comparison</source>
        <translation>导出比较结果</translation>
    </message>
    <message>
        <source>Web page (*.html);;JSON (*.json)</source>
        <translation>网页 (*.html);;JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>BakeOffModel</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Centred</source>
        <translation>中心化</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>维数</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Least similarity</source>
        <translation>最低相似度</translation>
    </message>
    <message>
        <source>Your verdicts (AUC)</source>
        <translation>您的评判（AUC）</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>CLS</source>
        <translation>CLS</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
</context>
<context>
    <name>BalanceStrip</name>
    <message>
        <source>Rules…</source>
        <translation>规则…</translation>
    </message>
    <message>
        <source>Column the spread is counted by</source>
        <translation>按哪一列统计分布</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show the near-duplicates</source>
        <translation>查看近似重复的条目</translation>
    </message>
    <message>
        <source>From the tail</source>
        <translation>来自长尾</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>近似重复</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pairs</source>
        <translation>
            <numerusform>%Ln 对</numerusform>
        </translation>
    </message>
    <message>
        <source>all different</source>
        <translation>各不相同</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rules, all kept.</source>
        <translation>
            <numerusform>%Ln 条规则，全部符合。</numerusform>
        </translation>
    </message>
    <message>
        <source>No rule is on for this shelf.</source>
        <translation>这份清单没有启用任何规则。</translation>
    </message>
</context>
<context>
    <name>BriefBar</name>
    <message>
        <source>What to do with the brief</source>
        <translation>对该选题的操作</translation>
    </message>
    <message>
        <source>Name of the brief</source>
        <translation>选题名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save brief</source>
        <translation>保存选题</translation>
    </message>
    <message>
        <source>New brief</source>
        <translation>新建选题</translation>
    </message>
    <message>
        <source>Brief: %1</source>
        <translation>选题：%1</translation>
    </message>
    <message>
        <source>Open a brief</source>
        <translation>打开选题</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Still saved as “%1”; its verdicts go on counting.</source>
        <translation>仍保存为“%1”；其评判继续有效。</translation>
    </message>
    <message>
        <source>Saved · %1</source>
        <translation>已保存 · %1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
</context>
<context>
    <name>BriefCounts</name>
    <message numerus="yes">
        <source>%Ln verdicts</source>
        <translation>
            <numerusform>%Ln 条评判</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln on the shelf</source>
        <translation>
            <numerusform>入选清单中 %Ln 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BriefDesk</name>
    <message>
        <source>“%1” is saved; every change is kept.</source>
        <translation>“%1”已保存；每次更改都会保留。</translation>
    </message>
    <message>
        <source>Its lists and its verdicts are kept.</source>
        <translation>其列表和评判均已保留。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Opened: %1</source>
        <translation>已打开：%1</translation>
    </message>
    <message>
        <source>a brief without a text</source>
        <translation>无文字的选题</translation>
    </message>
</context>
<context>
    <name>BriefPanel</name>
    <message>
        <source>Remove the seed %1</source>
        <translation>移除种子 %1</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>选题说明</translation>
    </message>
    <message>
        <source>What is the list for? One or two sentences, or a reader&apos;s comment pasted here.</source>
        <translation>这份列表为何而选？写一两句话，或粘贴一条读者评论。</translation>
    </message>
    <message>
        <source>Or try:</source>
        <translation>或者试试：</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子条目</translation>
    </message>
    <message>
        <source>Tail preference</source>
        <translation>长尾偏好</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Look in</source>
        <translation>查找范围</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>From year</source>
        <translation>起始年份</translation>
    </message>
    <message>
        <source>To year</source>
        <translation>截止年份</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>%1 suggests</source>
        <translation>按 %1 获取推荐</translation>
    </message>
    <message>
        <source>Drop suggestions you like here, or press %1 on one.</source>
        <translation>把喜欢的推荐拖到这里，或在推荐上按 %1。</translation>
    </message>
    <message>
        <source>New brief</source>
        <translation>新建选题</translation>
    </message>
    <message>
        <source>Any tag</source>
        <translation>任意标签</translation>
    </message>
    <message>
        <source>Popularity and readers of the sample are simulated.</source>
        <translation>示例的热度与读者均为模拟数据。</translation>
    </message>
    <message>
        <source>from</source>
        <translation>起</translation>
    </message>
    <message>
        <source>to</source>
        <translation>止</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>任意语言</translation>
    </message>
    <message>
        <source>Remove the tag %1</source>
        <translation>移除标签 %1</translation>
    </message>
    <message>
        <source>There is no tail to prefer: nothing tells what is popular.</source>
        <translation>没有长尾可偏好：目录不含热度数据。</translation>
    </message>
    <message>
        <source>The tail is left out below, so nothing is reserved for it.</source>
        <translation>下方未选长尾，因此不为长尾保留名额。</translation>
    </message>
    <message>
        <source>Nothing is reserved for the tail.</source>
        <translation>不为长尾保留名额。</translation>
    </message>
    <message>
        <source>The tail is raised; no number of places is promised.</source>
        <translation>长尾条目会上移；不保证位置数目。</translation>
    </message>
    <message>
        <source>%1 of %2 places for the tail</source>
        <translation>%2 个位置中有 %1 个留给长尾</translation>
    </message>
    <message>
        <source>Not used by what is chosen under Advanced.</source>
        <translation>“高级”中所选的方式不使用此项。</translation>
    </message>
    <message>
        <source>Only relevance counts; neighbours may be much alike.</source>
        <translation>只看相关度，相邻条目可能很相似。</translation>
    </message>
    <message>
        <source>A little variety</source>
        <translation>略增多样性</translation>
    </message>
    <message>
        <source>Relevance and variety in balance</source>
        <translation>相关度与多样性均衡</translation>
    </message>
    <message>
        <source>Much variety, at the cost of relevance</source>
        <translation>多样性高，相关度有所降低</translation>
    </message>
</context>
<context>
    <name>BriefPicker</name>
    <message>
        <source>Find a brief…</source>
        <translation>查找选题…</translation>
    </message>
    <message>
        <source>Find a brief</source>
        <translation>查找选题</translation>
    </message>
    <message>
        <source>Briefs</source>
        <translation>选题</translation>
    </message>
    <message>
        <source>↑ ↓ choose, Enter opens, Del deletes, Esc closes</source>
        <translation>↑ ↓ 选择，Enter 打开，Del 删除，Esc 关闭</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Delete the brief</source>
        <translation>删除选题</translation>
    </message>
    <message>
        <source>No brief yet. Each list you ask for is kept here with its brief.</source>
        <translation>还没有选题。您请求的每份列表都会连同其选题保存在这里。</translation>
    </message>
    <message>
        <source>No brief holds these words.</source>
        <translation>没有选题包含这些词。</translation>
    </message>
</context>
<context>
    <name>BriefsModel</name>
    <message>
        <source>Without a text</source>
        <translation>无文字</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
</context>
<context>
    <name>CataloguePageView</name>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Search titles, authors and texts…</source>
        <translation>搜索标题、作者和正文…</translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation>搜索目录</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>Items of the catalogue</source>
        <translation>目录条目</translation>
    </message>
    <message>
        <source>Why not this one?</source>
        <translation>为什么没有它？</translation>
    </message>
    <message>
        <source>Says what keeps this item out of the list</source>
        <translation>说明该条目为何不在列表中</translation>
    </message>
    <message>
        <source>Shown or exported before</source>
        <translation>是否推荐或导出过</translation>
    </message>
    <message>
        <source>Suggest from these</source>
        <translation>从这些中推荐</translation>
    </message>
    <message>
        <source>Suggests only what was never suggested yet</source>
        <translation>只推荐从未推荐过的条目</translation>
    </message>
    <message>
        <source>Add to shelf</source>
        <translation>入选</translation>
    </message>
    <message>
        <source>Use as seed</source>
        <translation>用作种子</translation>
    </message>
    <message>
        <source>All segments</source>
        <translation>全部分段</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Show all items again instead of: %1</source>
        <translation>重新显示全部条目，不再只显示：%1</translation>
    </message>
    <message>
        <source>Double click or %1 uses a title as a seed for suggestions.</source>
        <translation>双击或按 %1 可将该作品用作推荐的种子。</translation>
    </message>
    <message>
        <source>All items</source>
        <translation>全部条目</translation>
    </message>
    <message>
        <source>Never suggested yet</source>
        <translation>从未推荐过</translation>
    </message>
    <message>
        <source>Exported before</source>
        <translation>导出过的</translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>This library is empty</source>
        <translation>资料库为空</translation>
    </message>
    <message>
        <source>Import a catalogue as CSV or TSV. Only a title column is needed.</source>
        <translation>请导入 CSV 或 TSV 格式的目录，只需有标题列。</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Everything here was suggested once</source>
        <translation>这里的条目都推荐过了</translation>
    </message>
    <message>
        <source>No item of this segment is left that no list has shown yet.</source>
        <translation>这个分段里已没有从未在列表中出现过的条目。</translation>
    </message>
    <message>
        <source>Nothing was exported yet</source>
        <translation>还没有导出过</translation>
    </message>
    <message>
        <source>What a shelf hands on is found here afterwards.</source>
        <translation>导出过的条目以后可以在这里找到。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>No item of the catalogue has all these words in this segment.</source>
        <translation>该分段中没有条目同时包含这些词。</translation>
    </message>
    <message>
        <source>Show all items</source>
        <translation>显示全部条目</translation>
    </message>
</context>
<context>
    <name>ColumnFilters</name>
    <message>
        <source>Other columns</source>
        <translation>其他列</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>A range such as 1.. or 5..20, a value, several as one|another, or !value for everything else. Of dates also an age: ..730d is two years at most.</source>
        <translation>范围（如 1.. 或 5..20）、一个值、用竖线分开的几个值（甲|乙），或用 !值 表示其余全部。日期还可以写天数：..730d 表示最多两年前。</translation>
    </message>
    <message>
        <source>Add the condition (Enter)</source>
        <translation>添加条件（Enter）</translation>
    </message>
    <message>
        <source>Remove the filter %1</source>
        <translation>去掉筛选条件：%1</translation>
    </message>
</context>
<context>
    <name>ColumnsModel</name>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Heading in the file</source>
        <translation>文件中的标题</translation>
    </message>
    <message>
        <source>goes out</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不导出</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>“{name}” is compressed but damaged. Nothing was imported. Get a fresh copy of the file.</source>
        <translation>压缩文件“{name}”已损坏。没有导入任何内容。请重新获取该文件。</translation>
    </message>
    <message>
        <source>“{delimiter}” cannot separate columns. Nothing was imported. Choose one character.</source>
        <translation>“{delimiter}”不能用作列分隔符。没有导入任何内容。请选择单个字符。</translation>
    </message>
    <message>
        <source>“{quote}” cannot be the quote sign. Nothing was imported. Choose one character or none.</source>
        <translation>“{quote}”不能用作引号。没有导入任何内容。请选择单个字符，或不使用引号。</translation>
    </message>
    <message>
        <source>There is no text encoding “{encoding}”. Nothing was imported. Choose another encoding.</source>
        <translation>没有名为“{encoding}”的文本编码。没有导入任何内容。请选择其他编码。</translation>
    </message>
    <message>
        <source>“{name}” is not written in {encoding}. Nothing was imported. Choose another encoding.</source>
        <translation>“{name}”不是以 {encoding} 编码写成的。没有导入任何内容。请选择其他编码。</translation>
    </message>
    <message>
        <source>“{name}” is not a text file. Nothing was imported. Save the table as CSV first.</source>
        <translation>“{name}”不是文本文件。没有导入任何内容。请先将表格存为 CSV。</translation>
    </message>
    <message>
        <source>“{name}” is empty. Nothing was imported. Check that the export has finished and try again.</source>
        <translation>“{name}”是空文件。没有导入任何内容。请确认导出已完成，然后重试。</translation>
    </message>
    <message>
        <source>“{name}” is a folder. Nothing was imported. Choose one CSV file.</source>
        <translation>“{name}”是文件夹。没有导入任何内容。请选择一个 CSV 文件。</translation>
    </message>
    <message>
        <source>“{name}” is a web page, not a table. Nothing was imported. Export the table as CSV first.</source>
        <translation>“{name}”是网页，不是表格。没有导入任何内容。请先将表格导出为 CSV。</translation>
    </message>
    <message>
        <source>There is no file “{name}”. Nothing was imported. Check the name and the folder.</source>
        <translation>文件“{name}”不存在。没有导入任何内容。请检查文件名和所在文件夹。</translation>
    </message>
    <message>
        <source>No column of “{name}” is chosen for {roles}. Nothing was imported. Choose one.</source>
        <translation>“{name}”中尚未为{roles}选择列。没有导入任何内容。请选择一列。</translation>
    </message>
    <message>
        <source>“{name}” has no column number {column}. Nothing was imported. Choose the columns again.</source>
        <translation>“{name}”没有第 {column} 列。没有导入任何内容。请重新选择各列。</translation>
    </message>
    <message>
        <source>“{name}” has no line {line} for the header. Nothing was imported. Choose an earlier line.</source>
        <translation>“{name}”没有可作表头的第 {line} 行。没有导入任何内容。请选择更靠前的行。</translation>
    </message>
    <message>
        <source>“{name}” holds only remarks, no table. Nothing was imported. Choose another file.</source>
        <translation>“{name}”中只有说明文字，没有表格。没有导入任何内容。请选择其他文件。</translation>
    </message>
    <message>
        <source>“{name}” is a device or a pipe, not a file. Nothing was imported. Choose a CSV file.</source>
        <translation>“{name}”是设备或管道，不是文件。没有导入任何内容。请选择 CSV 文件。</translation>
    </message>
    <message>
        <source>“{name}” is a PDF document. Nothing was imported. Export the table as CSV first.</source>
        <translation>“{name}”是 PDF 文档。没有导入任何内容。请先将表格导出为 CSV。</translation>
    </message>
    <message>
        <source>“{name}” cannot be read ({why}). Nothing was imported. Check your rights to the file.</source>
        <translation>无法读取“{name}”（{why}）。没有导入任何内容。请检查您对该文件的权限。</translation>
    </message>
    <message>
        <source>“{name}” is a JSON document, not a table. Nothing was imported. Export the table as JSON Lines or CSV.</source>
        <translation>“{name}”是一个 JSON 文档，不是表格。没有导入任何内容。请把表格导出为 JSON Lines 或 CSV。</translation>
    </message>
    <message>
        <source>“{name}” is no XLSX workbook. Nothing was imported. Save it as XLSX or CSV first.</source>
        <translation>“{name}”不是 XLSX 工作簿。没有导入任何内容。请先另存为 XLSX 或 CSV。</translation>
    </message>
    <message>
        <source>“{name}” is a damaged Parquet file. Nothing was imported. Get a fresh copy of the file.</source>
        <translation>“{name}”是已损坏的 Parquet 文件。没有导入任何内容。请重新取得该文件。</translation>
    </message>
    <message>
        <source>“{name}” is a damaged workbook. Nothing was imported. Open and save it again, or save it as CSV.</source>
        <translation>“{name}”是已损坏的工作簿。没有导入任何内容。请打开后重新保存，或另存为 CSV。</translation>
    </message>
    <message>
        <source>“{name}” is one very long JSON list. Nothing was imported. Export it as JSON Lines instead.</source>
        <translation>“{name}”是一个过长的 JSON 列表。没有导入任何内容。请改为导出 JSON Lines。</translation>
    </message>
    <message>
        <source>“{name}” has no sheet “{sheet}”. Nothing was imported. Choose another sheet.</source>
        <translation>“{name}”中没有工作表“{sheet}”。没有导入任何内容。请选择其他工作表。</translation>
    </message>
    <message>
        <source>“{name}” is an XML file. Nothing was imported. Export the table as CSV first.</source>
        <translation>“{name}”是 XML 文件。没有导入任何内容。请先将表格导出为 CSV。</translation>
    </message>
    <message>
        <source>What the columns mean could not be remembered ({why}). The import is not affected. Check your rights to the folder of the settings.</source>
        <translation>无法记住各列的含义（{why}）。导入不受影响。请检查您对设置文件夹的权限。</translation>
    </message>
    <message>
        <source>“{name}” is a database of another program. It was left as it is. Choose a folder with a library of this program, or an empty one.</source>
        <translation>“{name}”是其他程序的数据库。它保持原样。请选择本程序的资料库文件夹，或空文件夹。</translation>
    </message>
    <message>
        <source>This library was made by a newer version of this program. It was left as it is. Update the program to open it.</source>
        <translation>此资料库由本程序的更新版本建立。它保持原样。请升级程序后再打开。</translation>
    </message>
    <message>
        <source>The library at “{name}” could not be opened. Nothing was changed. Check that the folder exists and is writable, or choose another one.</source>
        <translation>无法打开“{name}”处的资料库。未作任何更改。请检查文件夹是否存在且可写，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>No backup of the library could be made ({why}). The library is as it was. Make room in “{folder}” and try again.</source>
        <translation>无法备份资料库（{why}）。资料库保持原样。请在“{folder}”中腾出空间后重试。</translation>
    </message>
    <message>
        <source>The backup “{name}” is damaged. The library is as it was. Choose another backup.</source>
        <translation>备份“{name}”已损坏。资料库保持原样。请选择其他备份。</translation>
    </message>
    <message>
        <source>The backup could not be put back ({why}). The library is as it was. Close other programs that use it and try again.</source>
        <translation>无法恢复备份（{why}）。资料库保持原样。请关闭使用它的其他程序后重试。</translation>
    </message>
    <message>
        <source>There is no backup “{key}” of this library. Nothing was changed. Choose one of those listed.</source>
        <translation>此资料库没有备份“{key}”。没有任何更改。请选择列出的备份之一。</translation>
    </message>
    <message>
        <source>The library is in use by another program. Nothing was changed. Close the other program and try again.</source>
        <translation>资料库正被其他程序使用。未作任何更改。请关闭该程序后重试。</translation>
    </message>
    <message>
        <source>The disk is full. Everything saved so far is kept. Free some space and try again.</source>
        <translation>磁盘已满。已保存的内容全部保留。请腾出一些空间后重试。</translation>
    </message>
    <message>
        <source>The library could not be written. Everything saved so far is kept. Check that the folder still exists and is writable.</source>
        <translation>无法写入资料库。已保存的内容全部保留。请检查文件夹是否仍存在且可写。</translation>
    </message>
    <message>
        <source>The library file is damaged or is not a library of this program. It was left as it is. Restore a copy, or open another library.</source>
        <translation>资料库文件已损坏，或不是本程序的资料库。它保持原样。请恢复副本，或打开其他资料库。</translation>
    </message>
    <message>
        <source>This brief is not in the library. Nothing was changed. Start a new brief.</source>
        <translation>资料库中没有这份选题说明。未作任何更改。请新建选题。</translation>
    </message>
    <message>
        <source>its vocab.txt is not that of a BERT</source>
        <translation>其 vocab.txt 不是 BERT 的词表</translation>
    </message>
    <message>
        <source>There is no pooling “{pooling}”; nothing was changed, choose “mean” or “cls”.</source>
        <translation>没有名为“{pooling}”的池化方式；未作任何更改，请选择“mean”或“cls”。</translation>
    </message>
    <message>
        <source>its tokenizer knows more words than its weights</source>
        <translation>其分词器的词数多于权重所含</translation>
    </message>
    <message>
        <source>its weights have changed since it was chosen</source>
        <translation>其权重在选定之后发生了变化</translation>
    </message>
    <message>
        <source>its weights are incomplete</source>
        <translation>其权重不完整</translation>
    </message>
    <message>
        <source>its weights give no usable numbers</source>
        <translation>其权重得不出可用的数值</translation>
    </message>
    <message>
        <source>its tokenizer cannot be read</source>
        <translation>无法读取其分词器</translation>
    </message>
    <message>
        <source>The language model cannot start because a part of the program is missing; your library is safe, please install the program again.</source>
        <translation>程序缺少部分组件，语言模型无法启动；您的资料库安全无损，请重新安装程序。</translation>
    </message>
    <message>
        <source>its weights cannot be read</source>
        <translation>无法读取其权重</translation>
    </message>
    <message>
        <source>The language model stopped while reading a text, perhaps for want of memory; what is embedded so far is kept, close other programs and try again.</source>
        <translation>语言模型在读取文本时停止，可能是内存不足；已读取的语义会保留，请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>The model folder “{folder}” cannot be used: {reason}; nothing was changed, choose another folder.</source>
        <translation>模型文件夹“{folder}”无法使用：{reason}；未作任何更改，请选择其他文件夹。</translation>
    </message>
    <message>
        <source>the numbers in its config.json do not fit together</source>
        <translation>其 config.json 中的数值相互矛盾</translation>
    </message>
    <message>
        <source>its config.json names an activation we do not know</source>
        <translation>其 config.json 指定了未知的激活函数</translation>
    </message>
    <message>
        <source>its config.json has a bad “layer_norm_eps”</source>
        <translation>其 config.json 中的“layer_norm_eps”不正确</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>该文件夹不存在</translation>
    </message>
    <message>
        <source>it has no config.json, so it is not a model</source>
        <translation>其中没有 config.json，因此不是模型</translation>
    </message>
    <message>
        <source>it asks to run program code of its own (“auto_map”)</source>
        <translation>它要求运行自带的程序代码（“auto_map”）</translation>
    </message>
    <message>
        <source>it is not a BERT but “{kind}”</source>
        <translation>它不是 BERT，而是“{kind}”</translation>
    </message>
    <message>
        <source>it is a BERT for another purpose, “{purpose}”</source>
        <translation>它是用于其他目的的 BERT：“{purpose}”</translation>
    </message>
    <message>
        <source>it counts positions in a way that is no longer supported</source>
        <translation>其位置编码方式已不受支持</translation>
    </message>
    <message>
        <source>it is an adapter for another model</source>
        <translation>它是用于其他模型的适配器</translation>
    </message>
    <message>
        <source>it has neither tokenizer.json nor vocab.txt</source>
        <translation>其中既没有 tokenizer.json 也没有 vocab.txt</translation>
    </message>
    <message>
        <source>its {name} is far too large</source>
        <translation>其 {name} 过大</translation>
    </message>
    <message>
        <source>its {name} is not a JSON object</source>
        <translation>其 {name} 不是 JSON 对象</translation>
    </message>
    <message>
        <source>its config.json has no sensible “{value}”</source>
        <translation>其 config.json 中没有合理的“{value}”</translation>
    </message>
    <message>
        <source>its {name} has no sensible “max_seq_length”</source>
        <translation>其 {name} 中没有合理的“max_seq_length”</translation>
    </message>
    <message>
        <source>it has no model.safetensors</source>
        <translation>其中没有 model.safetensors</translation>
    </message>
    <message>
        <source>its {name} names no files</source>
        <translation>其 {name} 未列出任何文件</translation>
    </message>
    <message>
        <source>its {name} is damaged</source>
        <translation>其 {name} 已损坏</translation>
    </message>
    <message>
        <source>it cannot be read ({why})</source>
        <translation>无法读取（{why}）</translation>
    </message>
    <message>
        <source>“{name}” in it is only a link to another place, copy the real file there</source>
        <translation>其中的“{name}”只是指向别处的链接，请将真正的文件复制到那里</translation>
    </message>
    <message>
        <source>its {name} is not valid JSON</source>
        <translation>其 {name} 不是有效的 JSON</translation>
    </message>
    <message>
        <source>its weights are in a format that can run code when read; only safetensors is safe</source>
        <translation>其权重格式在读取时可能运行代码；只有 safetensors 是安全的</translation>
    </message>
    <message>
        <source>its {name} names a file outside the folder</source>
        <translation>其 {name} 列出了文件夹之外的文件</translation>
    </message>
    <message>
        <source>“{name}” is missing</source>
        <translation>缺少“{name}”</translation>
    </message>
    <message>
        <source>its {name} is damaged or was not copied to its end</source>
        <translation>其 {name} 已损坏或未复制完整</translation>
    </message>
    <message>
        <source>The map could not be written ({why}); everything else works without it. Make room on the disk and open the map again.</source>
        <translation>地图无法写入（{why}）；没有它其他一切照常。请腾出磁盘空间后重新打开地图。</translation>
    </message>
    <message>
        <source>The index does not hold the items it should; exact search answers instead.</source>
        <translation>索引中的条目与应有的不符；将改用精确搜索。</translation>
    </message>
    <message>
        <source>The index file cannot be opened; exact search answers instead.</source>
        <translation>无法打开索引文件；将改用精确搜索。</translation>
    </message>
    <message>
        <source>The index {what}; nothing is lost, exact search answers until the index is built again.</source>
        <translation>索引{what}；没有丢失任何内容，重建索引之前使用精确搜索。</translation>
    </message>
    <message>
        <source>There is no room for the index on the disk ({size} MB are needed); the old one stays in force and nothing is lost: make room and build it again.</source>
        <translation>磁盘空间不足以存放索引（需要 {size} MB）；旧索引继续有效，没有丢失任何内容：请腾出空间后重建。</translation>
    </message>
    <message>
        <source>The catalogue is too large for an index on Windows; nothing is lost, exact search answers.</source>
        <translation>目录过大，无法在 Windows 上建立索引；没有丢失任何内容，将使用精确搜索。</translation>
    </message>
    <message>
        <source>has a damaged manifest</source>
        <translation>的清单文件已损坏</translation>
    </message>
    <message>
        <source>is damaged ({name} has the wrong shape)</source>
        <translation>已损坏（{name} 的维度不对）</translation>
    </message>
    <message>
        <source>The index could not be written ({why}); the old one stays in force and nothing is lost: make room on the disk and build it again.</source>
        <translation>无法写入索引（{why}）；旧索引继续有效，没有丢失任何内容：请腾出磁盘空间后重建。</translation>
    </message>
    <message>
        <source>belongs to another library</source>
        <translation>属于其他资料库</translation>
    </message>
    <message>
        <source>was made with another model</source>
        <translation>由其他模型生成</translation>
    </message>
    <message>
        <source>is not complete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>cannot be read ({why})</source>
        <translation>无法读取（{why}）</translation>
    </message>
    <message>
        <source>was written by another version of the program</source>
        <translation>由其他版本的程序写入</translation>
    </message>
    <message>
        <source>is damaged ({name} cannot be read)</source>
        <translation>已损坏（无法读取 {name}）</translation>
    </message>
    <message>
        <source>is damaged ({name} has the wrong size)</source>
        <translation>已损坏（{name} 的大小不对）</translation>
    </message>
    <message>
        <source>is damaged ({name} has changed)</source>
        <translation>已损坏（{name} 已被改动）</translation>
    </message>
    <message>
        <source>gives wrong answers on this computer</source>
        <translation>在本机上给出错误的结果</translation>
    </message>
    <message>
        <source>perhaps the disk is full</source>
        <translation>可能磁盘已满</translation>
    </message>
    <message>
        <source>The cut points must lie between 0 and 1, the head&apos;s before the tail&apos;s. Nothing was changed. Choose others.</source>
        <translation>分界点必须介于 0 与 1 之间，且头部在长尾之前。未作任何更改。请另选。</translation>
    </message>
    <message>
        <source>The catalogue cannot be sorted by “{sort}”.</source>
        <translation>目录无法按“{sort}”排序。</translation>
    </message>
    <message>
        <source>“{pooling}” is not a pooling. Nothing was changed. Choose mean or cls.</source>
        <translation>“{pooling}”不是池化方式。未作任何更改。请选择 mean 或 cls。</translation>
    </message>
    <message>
        <source>A shelf cannot be exported as “{ending}”. Nothing was written. Choose a name that ends in .csv, .xlsx, .json, .md or .html.</source>
        <translation>入选清单无法导出为“{ending}”。没有写入任何内容。请选择以 .csv、.xlsx、.json、.md 或 .html 结尾的文件名。</translation>
    </message>
    <message>
        <source>No column is chosen. Nothing was written. Choose at least one.</source>
        <translation>没有选择任何列。没有写入任何内容。请至少选择一列。</translation>
    </message>
    <message>
        <source>Two columns are called “{header}”, and JSON can keep one of them only. Nothing was written. Give one of them another header.</source>
        <translation>有两列都叫“{header}”，而 JSON 只能保留其中一列。没有写入任何内容。请给其中一列换一个标题。</translation>
    </message>
    <message>
        <source>“{item}” holds the character {code}, which cannot be written as {encoding}. Nothing was written. Choose another encoding, or leave the column out.</source>
        <translation>“{item}”含有字符 {code}，无法用 {encoding} 写出。没有写入任何内容。请选择其他编码，或不导出该列。</translation>
    </message>
    <message>
        <source>“{name}” is there already. It was left as it is. Choose another name, or say that it may be replaced.</source>
        <translation>“{name}”已经存在。它保持原样。请换一个名称，或说明可以替换它。</translation>
    </message>
    <message>
        <source>“{name}” is no preset for exports: {why}. It is left out, everything else is as it was. Mend the file or take it out of its folder.</source>
        <translation>“{name}”不是导出预设：{why}。它被略过，其他一切照旧。请修正该文件，或把它移出所在文件夹。</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>文件太大</translation>
    </message>
    <message>
        <source>The folder “{folder}” could not be made ({why}). Nothing was written. Check your rights to it.</source>
        <translation>无法创建文件夹“{folder}”（{why}）。没有写入任何内容。请检查您对它的权限。</translation>
    </message>
    <message>
        <source>“{name}” could not be deleted ({why}). It was left as it is. Check your rights to its folder.</source>
        <translation>无法删除“{name}”（{why}）。它保持原样。请检查您对其文件夹的权限。</translation>
    </message>
    <message>
        <source>“{name}” could not be written ({why}). An older file of that name was left as it is. Choose another folder.</source>
        <translation>无法写入“{name}”（{why}）。同名的旧文件保持原样。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>“{verdict}” is not a verdict. Nothing was recorded. Use one of: {verdicts}.</source>
        <translation>“{verdict}”不是评判。没有记录任何内容。可用的有：{verdicts}。</translation>
    </message>
    <message>
        <source>“{critique}” is no reason for the verdict “{verdict}”. Nothing was recorded. With “not-right” use one of: {critiques}.</source>
        <translation>“{critique}”不能作为评判“{verdict}”的理由。没有记录任何内容。与“not-right”一起可用的有：{critiques}。</translation>
    </message>
    <message>
        <source>The item “{item_id}” lacks what the reason “{critique}” speaks of. Nothing was recorded. Choose another reason.</source>
        <translation>条目“{item_id}”缺少理由“{critique}”所指的内容。没有记录任何内容。请选择其他理由。</translation>
    </message>
    <message>
        <source>There is no slate “{slate_id}” in this library. Nothing was recorded.</source>
        <translation>此资料库中没有推荐列表“{slate_id}”。没有记录任何内容。</translation>
    </message>
    <message>
        <source>Nothing is left to draw from: every item the filters allow is judged. Nothing was changed. Loosen the filters or begin another brief.</source>
        <translation>没有可抽取的条目：筛选允许的条目都已评判。没有任何改动。请放宽筛选，或另起一个选题。</translation>
    </message>
    <message>
        <source>There is no item “{item_id}” in this library. Nothing was recorded. Check the id.</source>
        <translation>此资料库中没有条目“{item_id}”。没有记录任何内容。请检查编号。</translation>
    </message>
    <message>
        <source>This brief is no longer in the library. Nothing was changed. Choose another one.</source>
        <translation>该选题已不在此库中。未作任何更改。请选择另一个选题。</translation>
    </message>
    <message>
        <source>A brief needs a name. Nothing was changed. Type one.</source>
        <translation>选题需要一个名称。未作任何更改。请输入名称。</translation>
    </message>
    <message>
        <source>There is no saved brief “{name}”. Nothing was changed. Check the name.</source>
        <translation>没有名为“{name}”的已保存选题。未作任何更改。请检查名称。</translation>
    </message>
    <message>
        <source>No column is chosen for: {roles}. Nothing was imported. Choose the column and try again.</source>
        <translation>尚未选择对应的列：{roles}。没有导入任何内容。请选择列后重试。</translation>
    </message>
    <message>
        <source>This export is not in the library. Nothing was changed.</source>
        <translation>资料库中没有这条导出记录。未作任何更改。</translation>
    </message>
    <message>
        <source>A cool-down lasts 0 to {most} days, not {days}. Nothing was changed.</source>
        <translation>冷却期为 0 到 {most} 天，不能是 {days} 天。未作任何更改。</translation>
    </message>
    <message>
        <source>The catalogue cannot be filtered by “{exposure}”.</source>
        <translation>目录不能按“{exposure}”筛选。</translation>
    </message>
    <message>
        <source>The last shelf of a library cannot be deleted. Nothing was changed. Take its items off instead.</source>
        <translation>资料库的最后一份入选清单不能删除。未作任何更改。可以把其中的条目移出。</translation>
    </message>
    <message>
        <source>A shelf can aim at 1 to {most} items, not {target}. Nothing was changed.</source>
        <translation>入选清单的目标数量为 1 到 {most}，不能是 {target}。未作任何更改。</translation>
    </message>
    <message>
        <source>This shelf is not in the library any more. Nothing was changed. Choose another one.</source>
        <translation>资料库中已没有这份入选清单。未作任何更改。请选择另一份。</translation>
    </message>
    <message>
        <source>A shelf needs a name. Nothing was changed.</source>
        <translation>入选清单需要名称。未作任何更改。</translation>
    </message>
    <message>
        <source>There is a shelf “{name}” already. Nothing was changed. Choose another name.</source>
        <translation>已有名为“{name}”的入选清单。未作任何更改。请换一个名称。</translation>
    </message>
    <message>
        <source>A list needs at least one place. Nothing was changed. Ask for one or more.</source>
        <translation>列表至少需要一个名额。未作任何更改。请至少要求一条。</translation>
    </message>
    <message>
        <source>This library has no items yet. Import a catalogue first.</source>
        <translation>此资料库中还没有条目。请先导入目录。</translation>
    </message>
    <message>
        <source>No model could be compared: {why} Nothing was changed. Choose another model folder.</source>
        <translation>没有模型可以比较：{why} 没有作任何更改。请选择另一个模型文件夹。</translation>
    </message>
    <message>
        <source>Vectors of {name} were lost while it was tried. Try again.</source>
        <translation>试用 {name} 时它的向量丢失了。请重试。</translation>
    </message>
    <message>
        <source>There is no item “{item_id}” in this library.</source>
        <translation>此资料库中没有条目“{item_id}”。</translation>
    </message>
    <message>
        <source>tail preference</source>
        <translation>长尾偏好</translation>
    </message>
    <message>
        <source>diversity</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>diversity policy</source>
        <translation>多样性方式</translation>
    </message>
    <message>
        <source>tail method</source>
        <translation>长尾方式</translation>
    </message>
    <message>
        <source>feedback model</source>
        <translation>反馈模型</translation>
    </message>
    <message>
        <source>There is no {name} “{value}”. Nothing was changed. Choose one of: {names}.</source>
        <translation>没有名为“{value}”的{name}。未作任何更改。请选择其一：{names}。</translation>
    </message>
    <message>
        <source>There is no column “{name}” to count by. Nothing was changed. Choose one of: {names}.</source>
        <translation>没有可用于计数的列“{name}”。未作任何更改。请选择其一：{names}。</translation>
    </message>
    <message>
        <source>The number of wild cards cannot be below 0. Nothing was changed.</source>
        <translation>试探条目的数目不能小于 0。未作任何更改。</translation>
    </message>
    <message>
        <source>The {name} must lie between 0 and 1, not {value}. Nothing was changed.</source>
        <translation>{name}必须介于 0 与 1 之间，不能是 {value}。未作任何更改。</translation>
    </message>
    <message>
        <source>There is no item “{item_id}” in this library. Nothing was changed. Check the id.</source>
        <translation>此资料库中没有条目“{item_id}”。未作任何更改。请检查编号。</translation>
    </message>
    <message>
        <source>None of the items selected is in this library. Nothing was changed. Select others, or check the ids.</source>
        <translation>所选条目均不在此资料库中。未作任何更改。请另选条目，或检查编号。</translation>
    </message>
    <message>
        <source>What was selected for this brief is not kept in this library. Nothing was changed. Take the selection off the brief, or select anew.</source>
        <translation>为此选题所选的范围未保存在此资料库中。未作任何更改。请移除该选择，或重新选择。</translation>
    </message>
    <message>
        <source>“{name}” cannot be used: {why}. Nothing is changed. Mend the file or install the program again.</source>
        <translation>“{name}”无法使用：{why}。什么都没有改变。请修正该文件，或重新安装程序。</translation>
    </message>
    <message>
        <source>it is no TOML ({why})</source>
        <translation>不是有效的 TOML（{why}）</translation>
    </message>
    <message>
        <source>“{entry}” is no entry of such a file</source>
        <translation>这种文件里没有“{entry}”这一项</translation>
    </message>
    <message>
        <source>“{entry}” is not a text</source>
        <translation>“{entry}”不是文字</translation>
    </message>
    <message>
        <source>“{entry}” is not a number from 0 upwards</source>
        <translation>“{entry}”不是大于或等于 0 的数</translation>
    </message>
    <message>
        <source>“{entry}” is not a list of texts</source>
        <translation>“{entry}”不是文字列表</translation>
    </message>
    <message>
        <source>“{entry}” is not a list of pairs</source>
        <translation>“{entry}”不是成对的列表</translation>
    </message>
    <message>
        <source>“{entry}” is not a list of tables</source>
        <translation>“{entry}”不是表的列表</translation>
    </message>
    <message>
        <source>“{entry}” is not a table</source>
        <translation>“{entry}”不是表</translation>
    </message>
    <message>
        <source>“{value}” is not known in “{entry}”</source>
        <translation>“{entry}”里的“{value}”无法识别</translation>
    </message>
    <message>
        <source>The catalogue has no column “{column}”. Nothing was changed. There are: {known}.</source>
        <translation>目录里没有“{column}”这一列。什么都没有改变。现有的列：{known}。</translation>
    </message>
    <message>
        <source>“{condition}” is no condition for “{column}”. Nothing was changed. Write a range such as 1.. or 5..20, a value, several as one|another, or !value.</source>
        <translation>“{condition}”不是“{column}”可用的条件。什么都没有改变。请写范围（如 1.. 或 5..20）、一个值、用竖线分开的几个值（甲|乙），或 !值。</translation>
    </message>
    <message>
        <source>There is no kind of catalogue “{name}”. Nothing was changed. There are: {known}.</source>
        <translation>没有“{name}”这种目录类型。什么都没有改变。可选：{known}。</translation>
    </message>
    <message>
        <source>The sample is not part of this installation. Install the program again.</source>
        <translation>此安装不包含示例。请重新安装程序。</translation>
    </message>
    <message>
        <source>The sample could not be copied ({why}). Nothing else is changed. Make room and try again.</source>
        <translation>无法复制示例（{why}）。其他内容均未更改。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>No protocol was named. Nothing was measured.</source>
        <translation>没有指定任何评测方案。未进行测量。</translation>
    </message>
    <message>
        <source>There is no {what} “{name}”. Nothing was measured. There are: {known}.</source>
        <translation>没有名为“{name}”的{what}。未进行测量。可选：{known}。</translation>
    </message>
    <message>
        <source>There is no list “{slate_id}” in this library. Nothing was changed. Ask for suggestions first.</source>
        <translation>此资料库中没有列表“{slate_id}”。未作任何更改。请先获取推荐。</translation>
    </message>
    <message>
        <source>The share of wrong clicks must be from 0 up to, but below, 1. Nothing was measured.</source>
        <translation>误点比例必须大于等于 0 且小于 1。未进行测量。</translation>
    </message>
    <message>
        <source>There is nothing to evaluate: the library is empty. Import a catalogue first.</source>
        <translation>没有可评测的内容：资料库是空的。请先导入目录。</translation>
    </message>
    <message>
        <source>There is no column “{column}” to take topics from. Nothing was measured. There are: {known}.</source>
        <translation>没有可用作主题的列“{column}”。未进行测量。可选：{known}。</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items are already judged, on the shelf or seeds.</source>
        <translation>
            <numerusform>%Ln 个条目已评判、已入选或已是种子条目。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The filter “%1” removes %Ln items.</source>
        <translation>
            <numerusform>筛选条件“%1”排除了 %Ln 个条目。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln items, %2 of popularity</source>
        <translation>
            <numerusform>%1：%Ln 个条目，占热度的 %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You said %Ln times: %1</source>
        <translation>
            <numerusform>您说过 %Ln 次：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Moves the list from %1 such verdicts on; %2.</source>
        <translation>从第 %1 次这样的评判起影响列表；%2。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln items so far</source>
        <translation>
            <numerusform>目前 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said of %Ln items so far; refresh to see what it moves.</source>
        <translation>
            <numerusform>目前已对 %Ln 个条目这样说过；刷新即可看到变化。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items are new, less than %1 days older than the newest, and counted apart.</source>
        <translation>
            <numerusform>%Ln 个条目是新的，比最新条目早不到 %1 天，单独计数。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Domains</name>
    <message>
        <source>Books</source>
        <translation>图书</translation>
    </message>
    <message>
        <source>News</source>
        <translation>新闻</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Shop</source>
        <translation>商店</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>590 public-domain books, ready at once. Their loans and readers are simulated.</source>
        <translation>590 种公版书，立即可用。借阅次数和读者是模拟的。</translation>
    </message>
    <message>
        <source>80 articles written for this program, ready at once. Page views and readers are simulated.</source>
        <translation>专为本程序撰写的 80 篇文章，立即可用。阅读量和读者是模拟的。</translation>
    </message>
    <message>
        <source>80 videos made up for this program, ready at once. Views and viewers are simulated.</source>
        <translation>为本程序虚构的 80 个视频，立即可用。播放量和观众是模拟的。</translation>
    </message>
    <message>
        <source>80 things made up for this program, ready at once. Sales and customers are simulated.</source>
        <translation>为本程序虚构的 80 件商品，立即可用。销量和顾客是模拟的。</translation>
    </message>
    <message>
        <source>80 courses made up for this program, ready at once. Enrolments and students are simulated.</source>
        <translation>为本程序虚构的 80 门课程，立即可用。选课人数和学生是模拟的。</translation>
    </message>
    <message>
        <source>The tail is what hardly anybody borrows or buys: good titles that never made it to the front table.</source>
        <translation>长尾是几乎没有人借、也没有人买的书：从未摆上显眼位置的好书。</translation>
    </message>
    <message>
        <source>The tail is what was read little when it was new and still holds today: look at the date before you bring it back.</source>
        <translation>长尾是当初很少有人读、今天仍然成立的文章：重新推出之前请看日期。</translation>
    </message>
    <message>
        <source>The tail is what few have started, though those who did mostly watched it to the end.</source>
        <translation>长尾是很少有人点开的视频，而点开的人大多看到了最后。</translation>
    </message>
    <message>
        <source>The tail is what sells little although it is in stock: what is sold out is no find.</source>
        <translation>长尾是有库存却卖得少的商品：已经售罄的算不上发现。</translation>
    </message>
    <message>
        <source>The tail is what few have enrolled in although seats are free.</source>
        <translation>长尾是还有名额、却少有人选的课程。</translation>
    </message>
    <message>
        <source>Sample: %1</source>
        <translation>示例：%1</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>示例</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>%1: not %2</source>
        <translation>%1：不是 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: at most %2 days old</source>
        <translation>%1：不早于 %2 天前</translation>
    </message>
    <message>
        <source>%1: at least %2 days old</source>
        <translation>%1：至少 %2 天前</translation>
    </message>
    <message>
        <source>%1: %2 to %3 days old</source>
        <translation>%1：%2 至 %3 天前</translation>
    </message>
    <message>
        <source>%1: at most %2</source>
        <translation>%1：不超过 %2</translation>
    </message>
    <message>
        <source>%1: %2 or more</source>
        <translation>%1：不少于 %2</translation>
    </message>
    <message>
        <source>%1: %2 to %3</source>
        <translation>%1：%2 至 %3</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
</context>
<context>
    <name>Drop</name>
    <message>
        <source>Only files on this computer can be opened.</source>
        <translation>只能打开本机上的文件。</translation>
    </message>
    <message>
        <source>Drop no more than 20 files at a time.</source>
        <translation>一次最多拖放 20 个文件。</translation>
    </message>
    <message>
        <source>A library is opened alone, without other files.</source>
        <translation>资料库须单独打开，不能与其他文件一起拖放。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Of packed files only tables and JSON can be read.</source>
        <translation>压缩文件中只能读取表格和 JSON。</translation>
    </message>
    <message>
        <source>Of spreadsheets only XLSX can be read. Save it as XLSX or CSV.</source>
        <translation>电子表格只能读取 XLSX。请另存为 XLSX 或 CSV。</translation>
    </message>
    <message>
        <source>Only CSV, TSV, XLSX, JSON and Parquet files, or the folder of a library, can be opened.</source>
        <translation>只能打开 CSV、TSV、XLSX、JSON 和 Parquet 文件，或资料库文件夹。</translation>
    </message>
    <message>
        <source>This folder holds no library.</source>
        <translation>该文件夹中没有资料库。</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message numerus="yes">
        <source>Drop to import %Ln files, one after the other</source>
        <translation>
            <numerusform>松开以依次导入 %Ln 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to open the library %1</source>
        <translation>松开以打开资料库 %1</translation>
    </message>
    <message>
        <source>Drop to import %1</source>
        <translation>松开以导入 %1</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>出了点问题</translation>
    </message>
    <message>
        <source>Details of the report</source>
        <translation>报告详情</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Go on working</source>
        <translation>继续工作</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>隐藏详情</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Shelf</source>
        <translation>入选清单</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 shelf</source>
        <translation>%1 入选清单</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>CSV 表格</translation>
    </message>
    <message>
        <source>Excel workbook (XLSX)</source>
        <translation>Excel 工作簿 (XLSX)</translation>
    </message>
    <message>
        <source>JSON data</source>
        <translation>JSON 数据</translation>
    </message>
    <message>
        <source>Markdown list</source>
        <translation>Markdown 列表</translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation>网页 (HTML)</translation>
    </message>
    <message>
        <source>UTF-8</source>
        <translation>UTF-8</translation>
    </message>
    <message>
        <source>UTF-8 for Excel</source>
        <translation>UTF-8（供 Excel 使用）</translation>
    </message>
    <message>
        <source>GB18030 (Chinese)</source>
        <translation>GB18030（中文）</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>需求说明</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>推荐理由</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>区段</translation>
    </message>
    <message>
        <source>Rank by popularity</source>
        <translation>热度名次</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Date of the verdict</source>
        <translation>评判日期</translation>
    </message>
    <message>
        <source>Name of the shelf</source>
        <translation>清单名称</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>简介</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Web address</source>
        <translation>网址</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>All columns</source>
        <translation>所有列</translation>
    </message>
    <message>
        <source>As last time</source>
        <translation>与上次相同</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>图书</translation>
    </message>
    <message>
        <source>News</source>
        <translation>新闻</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Shop</source>
        <translation>商店</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>List of titles (CSV)</source>
        <translation>书目清单 (CSV)</translation>
    </message>
    <message>
        <source>Reading list (Markdown)</source>
        <translation>阅读书单 (Markdown)</translation>
    </message>
    <message>
        <source>Reading list for a web page (HTML)</source>
        <translation>网页用阅读书单 (HTML)</translation>
    </message>
    <message>
        <source>Addresses and trail texts (JSON)</source>
        <translation>网址与导语 (JSON)</translation>
    </message>
    <message>
        <source>List of links (Markdown)</source>
        <translation>链接清单 (Markdown)</translation>
    </message>
    <message>
        <source>Plan of the day (CSV)</source>
        <translation>当日计划 (CSV)</translation>
    </message>
    <message>
        <source>Identifiers in order (CSV)</source>
        <translation>按顺序排列的编号 (CSV)</translation>
    </message>
    <message>
        <source>Playlist to talk over (CSV)</source>
        <translation>供讨论的播放列表 (CSV)</translation>
    </message>
    <message>
        <source>Playlist (Markdown)</source>
        <translation>播放列表 (Markdown)</translation>
    </message>
    <message>
        <source>Handles in order (CSV)</source>
        <translation>按顺序排列的商品标识 (CSV)</translation>
    </message>
    <message>
        <source>Shelf with prices (XLSX)</source>
        <translation>带价格的货架 (XLSX)</translation>
    </message>
    <message>
        <source>Block for a web page (HTML)</source>
        <translation>网页版块 (HTML)</translation>
    </message>
    <message>
        <source>Codes in order (CSV)</source>
        <translation>按顺序排列的课程代码 (CSV)</translation>
    </message>
    <message>
        <source>Handout (Markdown)</source>
        <translation>讲义单 (Markdown)</translation>
    </message>
    <message>
        <source>Codes in order for Chinese systems (CSV)</source>
        <translation>中文系统用课程代码 (CSV)</translation>
    </message>
    <message>
        <source>“%1” is there already.</source>
        <translation>“%1”已经存在。</translation>
    </message>
    <message>
        <source>Nothing was written. “%1” is free: save under that name.</source>
        <translation>没有写入任何内容。“%1”可用，可用该名称保存。</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>替换该文件</translation>
    </message>
</context>
<context>
    <name>ExportCounts</name>
    <message numerus="yes">
        <source>%Ln items of “%1”</source>
        <translation>
            <numerusform>“%1”中的 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save %Ln items</source>
        <translation>
            <numerusform>保存 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Preview of the first %Ln items</source>
        <translation>
            <numerusform>前 %Ln 个条目的预览</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %Ln items to “%1” at %2.</source>
        <translation>
            <numerusform>已于 %2 将 %Ln 个条目导出到“%1”。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %Ln items at %1. Paste them where you want them.</source>
        <translation>
            <numerusform>已于 %1 复制 %Ln 个条目，可粘贴到任何地方。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln texts were too long for a workbook and were cut.</source>
        <translation>
            <numerusform>有 %Ln 段文字超出工作簿的长度限制，已被截短。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>The preset was written to “%1”.</source>
        <translation>预设已写入“%1”。</translation>
    </message>
    <message>
        <source>Whoever gets the file adds it in this dialog.</source>
        <translation>收到文件的人可在此对话框中添加它。</translation>
    </message>
    <message>
        <source>“%1” is deleted.</source>
        <translation>“%1”已删除。</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Export the shelf</source>
        <translation>导出入选清单</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>保存为</translation>
    </message>
    <message>
        <source>Columns that go out, in order</source>
        <translation>按顺序导出的列</translation>
    </message>
    <message>
        <source>File to save as</source>
        <translation>要保存的文件</translation>
    </message>
    <message>
        <source>The first rows as they will be</source>
        <translation>前几行的实际效果</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Save as a preset…</source>
        <translation>存为预设…</translation>
    </message>
    <message>
        <source>More about presets</source>
        <translation>更多预设操作</translation>
    </message>
    <message>
        <source>Write this preset to a file…</source>
        <translation>将此预设写入文件…</translation>
    </message>
    <message>
        <source>Add a preset from a file…</source>
        <translation>从文件添加预设…</translation>
    </message>
    <message>
        <source>Delete this preset</source>
        <translation>删除此预设</translation>
    </message>
    <message>
        <source>Save the preset</source>
        <translation>保存预设</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 ticks, drag or %2 / %3 to set the order, %4 changes the heading.</source>
        <translation>%1 勾选，拖动或用 %2 / %3 调整顺序，%4 修改标题。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>The shelf is empty</source>
        <translation>入选清单是空的</translation>
    </message>
    <message>
        <source>Press %1 on a suggestion and it is kept on the shelf; then there is something to export.</source>
        <translation>在推荐上按 %1 即可加入清单，之后就有内容可以导出。</translation>
    </message>
    <message>
        <source>Show suggestions</source>
        <translation>显示推荐</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Write this preset to a file</source>
        <translation>将此预设写入文件</translation>
    </message>
    <message>
        <source>Preset (*.toml)</source>
        <translation>预设 (*.toml)</translation>
    </message>
    <message>
        <source>Add a preset from a file</source>
        <translation>从文件添加预设</translation>
    </message>
</context>
<context>
    <name>ExportsDialog</name>
    <message>
        <source>What was exported</source>
        <translation>导出记录</translation>
    </message>
    <message>
        <source>Exports</source>
        <translation>导出记录</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Days that exported items stay out of new lists</source>
        <translation>导出过的条目不进入新列表的天数</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing was exported yet</source>
        <translation>还没有导出过</translation>
    </message>
    <message>
        <source>Each export of a shelf is remembered here, with its items and its time.</source>
        <translation>每次导出都记在这里，包括条目和时间。</translation>
    </message>
    <message>
        <source>Exported items stay out of new lists for</source>
        <translation>导出过的条目不进入新列表的时间：</translation>
    </message>
    <message>
        <source>days.</source>
        <translation>天。</translation>
    </message>
    <message>
        <source>The pane on the left can let them in again, for one brief at a time.</source>
        <translation>在左侧窗格中可以针对单个选题重新允许它们出现。</translation>
    </message>
    <message>
        <source>Let it count again</source>
        <translation>重新计入</translation>
    </message>
    <message>
        <source>Forget: it was a trial</source>
        <translation>不计入：只是试导出</translation>
    </message>
</context>
<context>
    <name>ExportsModel</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>入选清单</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>To</source>
        <translation>去向</translation>
    </message>
    <message>
        <source>forgotten</source>
        <translation>不计入</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
</context>
<context>
    <name>FoundProblemsModel</name>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>处理方式</translation>
    </message>
    <message>
        <source>%1 (this row)</source>
        <translation>%1（仅此行）</translation>
    </message>
</context>
<context>
    <name>HistoryCounts</name>
    <message numerus="yes">
        <source>Undo %Ln steps back to here</source>
        <translation>
            <numerusform>撤销 %Ln 步，回到此处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln steps were undone.</source>
        <translation>
            <numerusform>已撤销 %Ln 步。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdicts that count were given after %1.</source>
        <translation>
            <numerusform>在%1之后又作出了 %Ln 条有效评判。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With them go %Ln changes of shelves and briefs.</source>
        <translation>
            <numerusform>同时撤销对清单和选题的 %Ln 处改动。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdicts chosen.</source>
        <translation>
            <numerusform>已选中 %Ln 条评判。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>For the brief</source>
        <translation>选题说明</translation>
    </message>
    <message>
        <source>Every brief</source>
        <translation>所有选题</translation>
    </message>
    <message>
        <source>%1, undone</source>
        <translation>%1（已撤销）</translation>
    </message>
    <message>
        <source>%1, changed later</source>
        <translation>%1，后已更改</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>撤销上一步</translation>
    </message>
    <message>
        <source>Verdicts given</source>
        <translation>已作出的评判</translation>
    </message>
    <message>
        <source>Which verdicts are shown</source>
        <translation>显示哪些评判</translation>
    </message>
    <message>
        <source>Lists made</source>
        <translation>生成过的列表</translation>
    </message>
    <message>
        <source>The list as it was shown</source>
        <translation>当时显示的列表</translation>
    </message>
    <message>
        <source>What the history shows</source>
        <translation>历史显示的内容</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Open as it was</source>
        <translation>按当时原样打开</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Try settings…</source>
        <translation>试用设置…</translation>
    </message>
    <message>
        <source>All lists</source>
        <translation>全部列表</translation>
    </message>
    <message>
        <source>Rank again with the verdicts of then and compare; nothing is changed.</source>
        <translation>按当时的评判重新排序并比较；不作任何改动。</translation>
    </message>
    <message>
        <source>See what other settings would have shown of what you accepted; nothing is changed.</source>
        <translation>看看其他设置会显示多少您接受过的条目；不作任何改动。</translation>
    </message>
    <message>
        <source>Search items and briefs</source>
        <translation>搜索条目和选题</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索历史</translation>
    </message>
    <message>
        <source>Verdicts of which brief are shown</source>
        <translation>显示哪个选题的评判</translation>
    </message>
    <message>
        <source>Verdicts of which days are shown</source>
        <translation>显示哪些日期的评判</translation>
    </message>
    <message>
        <source>Change to</source>
        <translation>改为</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write the verdicts shown here to a CSV file, with their reasons.</source>
        <translation>把这里显示的评判连同理由写入 CSV 文件。</translation>
    </message>
    <message>
        <source>Give the chosen verdicts anew; what was said before stays in the history.</source>
        <translation>重新评判选中的条目；先前的评判仍保留在历史中。</translation>
    </message>
    <message>
        <source>Press %1 on a suggestion that is good, %2 on one that is not right.</source>
        <translation>推荐合适时按 %1，不合适时按 %2。</translation>
    </message>
    <message>
        <source>None of your verdicts fits this search and these filters.</source>
        <translation>没有评判符合当前的搜索和筛选。</translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation>全部评判</translation>
    </message>
    <message>
        <source>Every brief</source>
        <translation>所有选题</translation>
    </message>
    <message>
        <source>All briefs</source>
        <translation>全部选题</translation>
    </message>
    <message>
        <source>Without a brief</source>
        <translation>没有选题说明</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>全部日期</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation>不作评判</translation>
    </message>
    <message>
        <source>Undo back to here</source>
        <translation>撤销到此处</translation>
    </message>
    <message>
        <source>Choose a verdict to change it or to undo what came after it.</source>
        <translation>选中一条评判，可以更改它，或撤销它之后的操作。</translation>
    </message>
    <message>
        <source>Nothing that counts was done after this verdict.</source>
        <translation>这条评判之后没有仍然有效的操作。</translation>
    </message>
    <message>
        <source>Export the history</source>
        <translation>导出历史</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lists</source>
        <translation>
            <numerusform>%Ln 个列表</numerusform>
        </translation>
    </message>
    <message>
        <source>They stay in the history.</source>
        <translation>它们仍保留在历史中。</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>No lists yet</source>
        <translation>还没有列表</translation>
    </message>
    <message>
        <source>Every list of suggestions is kept here as it was shown.</source>
        <translation>每个推荐列表都按当时显示的样子保存在这里。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdicts</source>
        <translation>
            <numerusform>%Ln 条评判</numerusform>
        </translation>
    </message>
    <message>
        <source>No verdicts yet</source>
        <translation>还没有评判</translation>
    </message>
    <message>
        <source>Show suggestions</source>
        <translation>查看推荐</translation>
    </message>
    <message>
        <source>No such verdict</source>
        <translation>没有这类评判</translation>
    </message>
    <message>
        <source>Show all verdicts</source>
        <translation>显示全部评判</translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message>
        <source>Not used</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Web address</source>
        <translation>网址</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Date or year</source>
        <translation>日期或年份</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>读者</translation>
    </message>
    <message>
        <source>Item id</source>
        <translation>条目编号</translation>
    </message>
    <message>
        <source>Clicks</source>
        <translation>点击数</translation>
    </message>
    <message>
        <source>Reader&apos;s rating</source>
        <translation>读者评分</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Catalogue of items</source>
        <translation>条目目录</translation>
    </message>
    <message>
        <source>Readers&apos; interactions</source>
        <translation>读者互动记录</translation>
    </message>
    <message>
        <source>Both in one table</source>
        <translation>目录与互动在同一表中</translation>
    </message>
    <message>
        <source>Comma  ,</source>
        <translation>逗号  ,</translation>
    </message>
    <message>
        <source>Semicolon  ;</source>
        <translation>分号  ;</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>Bar  |</source>
        <translation>竖线  |</translation>
    </message>
    <message>
        <source>There is no import to undo.</source>
        <translation>没有可撤销的导入。</translation>
    </message>
    <message>
        <source>Only the last import can be undone, and only once.</source>
        <translation>只能撤销最近一次导入，且只能撤销一次。</translation>
    </message>
    <message>
        <source>The import of %1 is undone.</source>
        <translation>已撤销对 %1 的导入。</translation>
    </message>
    <message>
        <source>your verdicts stay</source>
        <translation>您的评判保留</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Looking at the file…</source>
        <translation>正在查看文件…</translation>
    </message>
    <message>
        <source>This file holds a header and no rows, so there is nothing to import.</source>
        <translation>此文件只有表头，没有数据行，因此无可导入。</translation>
    </message>
    <message>
        <source>No row of this file can be imported; the problems say why.</source>
        <translation>此文件没有可导入的行；原因见“问题”。</translation>
    </message>
    <message>
        <source>Choose the column for: %1</source>
        <translation>请选择对应的列：%1</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>File %1 of %2</source>
        <translation>第 %1 个文件，共 %2 个</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>引号</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>Goes into</source>
        <translation>导入到</translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation>文件的前几行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Skip this file</source>
        <translation>跳过此文件</translation>
    </message>
    <message>
        <source>Remember these columns</source>
        <translation>记住这些列</translation>
    </message>
    <message>
        <source>Guess the columns anew</source>
        <translation>重新推测各列</translation>
    </message>
    <message>
        <source>Preview (%1)</source>
        <translation>预览（%1）</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>问题（%1）</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>“%1” is read as %2.</source>
        <translation>“%1”读作 %2。</translation>
    </message>
    <message>
        <source>Read it as %1</source>
        <translation>改读作 %1</translation>
    </message>
    <message>
        <source>Save the rows left out</source>
        <translation>保存被略过的行</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV 文件 (*.csv)</translation>
    </message>
    <message>
        <source>In line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln rows to %1.</source>
        <translation>
            <numerusform>已将 %Ln 行保存到 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Mend them there and import that file; line and problem in front are passed over.</source>
        <translation>在其中修正后导入该文件；前面的行号与问题两列会被忽略。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A new library</source>
        <translation>新资料库</translation>
    </message>
    <message>
        <source>%1 (detected)</source>
        <translation>%1（自动识别）</translation>
    </message>
    <message numerus="yes">
        <source>Import %Ln rows</source>
        <translation>
            <numerusform>导入 %Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the whole file… %1</source>
        <translation>正在读取整个文件… %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows ready</source>
        <translation>
            <numerusform>%Ln 行可导入</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them with problems</source>
        <translation>
            <numerusform>其中 %Ln 行有问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows left out</source>
        <translation>
            <numerusform>略过 %Ln 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln blank</source>
        <translation>
            <numerusform>%Ln 行空白</numerusform>
        </translation>
    </message>
    <message>
        <source>In this library: %1 new · %2 changed · %3 as they are</source>
        <translation>在此资料库中：新增 %1 · 更改 %2 · 不变 %3</translation>
    </message>
    <message numerus="yes">
        <source>%Ln not in this file; they stay</source>
        <translation>
            <numerusform>%Ln 条不在此文件中，予以保留</numerusform>
        </translation>
    </message>
    <message>
        <source>Reader and item id are required. Rows whose item is not in the library yet are kept for later.</source>
        <translation>读者和条目编号为必填列。条目尚未入库的行会先保留，以备日后使用。</translation>
    </message>
    <message>
        <source>The columns are those chosen the last time a file had this header. Ids stay text, so 00123 stays 00123.</source>
        <translation>各列沿用上次遇到相同表头时的选择。编号始终是文本，因此 00123 仍是 00123。</translation>
    </message>
    <message>
        <source>Only the title is required. Columns that are not used are kept with the item. Ids stay text, so 00123 stays 00123.</source>
        <translation>只有标题为必填列。未使用的列会随条目保留。编号按文本保存，00123 仍是 00123。</translation>
    </message>
</context>
<context>
    <name>ImportReportDialog</name>
    <message>
        <source>Import report</source>
        <translation>导入报告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save problems as CSV…</source>
        <translation>将问题另存为 CSV…</translation>
    </message>
    <message>
        <source>Undo the import</source>
        <translation>撤销导入</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒收</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>空行</translation>
    </message>
    <message>
        <source>records in the file</source>
        <translation>文件中的记录</translation>
    </message>
    <message>
        <source>%1 added · %2 changed · %3 unchanged</source>
        <translation>新增 %1 · 更新 %2 · 未变 %3</translation>
    </message>
    <message>
        <source>What became of every record</source>
        <translation>每条记录的去向</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Every record could be read. There were no problems.</source>
        <translation>全部记录均可读取，没有问题。</translation>
    </message>
    <message>
        <source>Save problems as CSV</source>
        <translation>将问题另存为 CSV</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV 文件 (*.csv)</translation>
    </message>
    <message>
        <source>The problems could not be saved there.</source>
        <translation>无法将问题保存到该处。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>InsightCounts</name>
    <message numerus="yes">
        <source>%Ln lists</source>
        <translation>
            <numerusform>%Ln 份列表</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %Ln verdicts; do not compare yet.</source>
        <translation>
            <numerusform>只有 %Ln 条评判，暂时不要比较。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln 个条目</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Insights</name>
    <message>
        <source>Show as table</source>
        <translation>显示为表格</translation>
    </message>
    <message>
        <source>Show as chart</source>
        <translation>显示为图表</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>Of %1 shown you kept %2: %3.</source>
        <translation>显示的 %1 条中您保留了 %2 条：%3。</translation>
    </message>
    <message>
        <source>Kept share of the shown: items that stand as good, more like this or shelved, divided by different items shown, once for each brief; in brackets the 95 % interval (Wilson).</source>
        <translation>显示保留率：目前判为合适、更多类似或已入选的条目数，除以显示过的不同条目数（每个选题各计一次）；括号内为 95 % 区间（Wilson）。</translation>
    </message>
    <message>
        <source>Of %1 judged it is %2.</source>
        <translation>评判过的 %1 条中为 %2。</translation>
    </message>
    <message>
        <source>Acceptance, or precision of what was judged: kept divided by judged. “Not now” is no verdict on an item and is left out; items shown and never judged are, too.</source>
        <translation>接受率，即评判过的条目的精确率：保留数除以评判数。“暂缓”不算对条目的评判，不计入；显示过但从未评判的条目也不计入。</translation>
    </message>
    <message>
        <source>%1 of the kept are tail. Of as many items at random it would be %2, of the most popular %3.</source>
        <translation>保留的条目中长尾占 %1。随机取同样多的条目时为 %2，取最热门的条目时为 %3。</translation>
    </message>
    <message>
        <source>Tail share (APLT of what was kept): kept items in the tail, divided by kept. What is tail follows from popularity and the cuts under Settings.</source>
        <translation>长尾占比（保留条目的 APLT）：保留的长尾条目数除以保留数。何为长尾由热度和设置中的分界点决定。</translation>
    </message>
    <message>
        <source>Nothing tells what is popular here, so there is no tail share.</source>
        <translation>这里没有热度数据，因此没有长尾占比。</translation>
    </message>
    <message>
        <source>Of %1 drawn at random you kept %2. That is what lists are to be measured by.</source>
        <translation>随机抽取的 %1 条中您保留了 %2。列表的好坏应以此衡量。</translation>
    </message>
    <message>
        <source>Kept share of random samples, drawn from what was not judged. Only verdicts can tell it; of the most popular items nobody judged a sample, so there is no such figure for them.</source>
        <translation>随机样本的保留率，样本取自尚未评判的条目。这个数只能由评判得出；最热门的条目没有人按样本评判过，所以没有对应的数字。</translation>
    </message>
    <message>
        <source>Nobody knows yet how much of a random choice you would keep; judge a random sample to compare.</source>
        <translation>随机选取的条目您会保留多少，还无从得知；评判一份随机样本即可对照。</translation>
    </message>
    <message>
        <source>Catalogue reached by the first list: %1. By the most popular items: %2.</source>
        <translation>首份列表触及目录的 %1；最热门的条目触及 %2。</translation>
    </message>
    <message>
        <source>Catalogue reached: %1 → %2 in %3. The most popular list every time: %4.</source>
        <translation>已触及目录：%1 → %2，共 %3。若每次都是最热门列表：%4。</translation>
    </message>
    <message>
        <source>Of the tail: %1.</source>
        <translation>长尾部分：%1。</translation>
    </message>
    <message>
        <source>Catalogue coverage: different items that any list showed, divided by all items. Random lists of the same lengths are expected to reach 1 − (1 − s / N) multiplied over all lists.</source>
        <translation>目录覆盖率：任一列表显示过的不同条目数除以全部条目数。同样长度的随机列表预期达到 1 减去各列表 (1 − s / N) 的乘积。</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>已触及</translation>
    </message>
    <message>
        <source>By chance</source>
        <translation>随机时</translation>
    </message>
    <message>
        <source>List %1: %2 reached, by chance %3</source>
        <translation>第 %1 份列表：已触及 %2，随机时 %3</translation>
    </message>
    <message>
        <source>lists, in the order in which they were made</source>
        <translation>列表（按生成先后）</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>Verdicts %1: %2</source>
        <translation>评判 %1：%2</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>verdicts on lists, in the order in which they were given</source>
        <translation>对列表的评判（按先后）</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Kept share</source>
        <translation>保留率</translation>
    </message>
    <message>
        <source>Each point is %1 verdicts; there are too few of them to see a course.</source>
        <translation>每个点代表 %1 条评判；点太少，看不出走势。</translation>
    </message>
    <message>
        <source>You keep more than at the beginning.</source>
        <translation>您保留的比开始时多。</translation>
    </message>
    <message>
        <source>You keep less than at the beginning: what is easy to find is found.</source>
        <translation>您保留的比开始时少：容易找到的已经找到了。</translation>
    </message>
    <message>
        <source>No rise or fall that chance could not explain.</source>
        <translation>没有超出偶然的上升或下降。</translation>
    </message>
    <message>
        <source>Tail %1</source>
        <translation>长尾 %1</translation>
    </message>
    <message>
        <source>Without a brief</source>
        <translation>没有选题说明</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Tail share</source>
        <translation>长尾占比</translation>
    </message>
    <message>
        <source>Lists that were made this way.</source>
        <translation>以这种方式生成的列表。</translation>
    </message>
    <message>
        <source>Different items these lists showed, once for each brief.</source>
        <translation>这些列表显示过的不同条目，每个选题各计一次。</translation>
    </message>
    <message>
        <source>Items judged on these lists; “not now” is no verdict and left out.</source>
        <translation>在这些列表上评判过的条目；“暂缓”不算评判，不计入。</translation>
    </message>
    <message>
        <source>Items judged on these lists that stand as kept.</source>
        <translation>在这些列表上评判过且目前保留的条目。</translation>
    </message>
    <message>
        <source>Kept divided by judged, with its 95 % interval (Wilson).</source>
        <translation>保留数除以评判数，附 95 % 区间（Wilson）。</translation>
    </message>
    <message>
        <source>Kept items in the tail divided by kept, with its 95 % interval (Wilson).</source>
        <translation>保留的长尾条目数除以保留数，附 95 % 区间（Wilson）。</translation>
    </message>
    <message>
        <source>Do not compare yet: fewer than two of these have %1 verdicts.</source>
        <translation>暂时不要比较：其中达到 %1 条评判的不足两项。</translation>
    </message>
    <message>
        <source>%1 gave the best keep rate: %2.</source>
        <translation>%1 的保留率最高：%2。</translation>
    </message>
    <message>
        <source>%1 has the highest keep rate so far, %2, but that may be chance.</source>
        <translation>%1 目前的保留率最高，为 %2，但可能出于偶然。</translation>
    </message>
    <message>
        <source>Settings were chosen and not drawn by lot: easier briefs may be what made a setting look better.</source>
        <translation>设置是选定的，而不是抽签决定的：某项设置看起来更好，可能只是因为选题更容易。</translation>
    </message>
    <message>
        <source>Of the last %1 judged on lists, you kept %2: %3.</source>
        <translation>最近在列表上评判的 %1 条中您保留了 %2 条：%3。</translation>
    </message>
    <message>
        <source>Of the last %1 judged on lists, you kept none: %3.</source>
        <translation>最近在列表上评判的 %1 条中您一条也没有保留：%3。</translation>
    </message>
    <message>
        <source>Of the last %1 judged on lists, you kept %2: %3, one in %4.</source>
        <translation>最近在列表上评判的 %1 条中您保留了 %2 条：%3，约每 %4 条有一条。</translation>
    </message>
    <message>
        <source>Acceptance of the last 50 items judged on ranked lists, with its 95 % interval (Wilson). Lists put the best first, so this is no random sample and tells nothing of what is left.</source>
        <translation>最近在排序列表上评判的 50 条的接受率，附 95 % 区间（Wilson）。列表把最好的排在前面，所以这不是随机样本，说明不了还剩多少。</translation>
    </message>
    <message>
        <source>Nothing was judged on lists of this brief yet.</source>
        <translation>这个选题的列表还没有任何评判。</translation>
    </message>
    <message>
        <source>%1 of %2 of the random sample are judged, from the top down; from %3 on there is an estimate.</source>
        <translation>随机样本的 %2 条中已自上而下评判 %1 条；满 %3 条后才有估计。</translation>
    </message>
    <message>
        <source>The catalogue changed since the random sample of %1, so it estimates nothing any more. Draw another.</source>
        <translation>自 %1 抽取随机样本以来目录已有变化，这份样本不能再用于估计。请重新抽取。</translation>
    </message>
    <message>
        <source>Without a random sample no estimate can be made: lists show the best first and say nothing of the rest.</source>
        <translation>没有随机样本就无法估计：列表总是先显示最好的，说明不了其余的。</translation>
    </message>
    <message>
        <source>Estimate from a random sample: relevant in the sample, divided by judged in it, times all items it was drawn from, less what was found since. The interval is exact for drawing without return (hypergeometric, as Clopper and Pearson&apos;s), 95 %. What you put off counts for both ends.</source>
        <translation>由随机样本估计：样本中相关的条目数除以其中评判的条目数，乘以抽样时的条目总数，再减去此后找到的。区间对不放回抽样是精确的（超几何分布，与 Clopper–Pearson 同法），95 %。暂缓的条目在区间两端都考虑在内。</translation>
    </message>
    <message>
        <source>Of %1 drawn at random out of %2 you kept %3. So about %4 are left to find (%5 to %6).</source>
        <translation>从 %2 条中随机抽取的 %1 条里您保留了 %3 条。因此约有 %4 条有待找到（%5 至 %6）。</translation>
    </message>
    <message>
        <source>What you found is between %1 and %2 of all there is.</source>
        <translation>您已找到的占全部的 %1 至 %2。</translation>
    </message>
    <message>
        <source>Recall so far: found divided by found and left, by both ends of the estimate.</source>
        <translation>目前的召回率：已找到的除以已找到与剩余之和，分别取估计的两端。</translation>
    </message>
    <message>
        <source>Nothing is left: you may stop.</source>
        <translation>没有剩余的了：可以停下。</translation>
    </message>
    <message>
        <source>At least %1 is found, as far as the sample tells: you may stop.</source>
        <translation>就样本所示，至少已找到 %1：可以停下。</translation>
    </message>
    <message>
        <source>Much is still to be found. Where lists bring little, another wording or other settings may.</source>
        <translation>还有很多有待找到。列表收获不多时，换一种说法或换一些设置也许有用。</translation>
    </message>
    <message>
        <source>The sample is too small to say whether to stop; a larger one would tell more.</source>
        <translation>样本太小，无法判断是否可以停下；更大的样本能说明更多。</translation>
    </message>
    <message>
        <source>When may I stop?</source>
        <translation>什么时候可以停？</translation>
    </message>
    <message>
        <source>When may I stop? %1</source>
        <translation>什么时候可以停？%1</translation>
    </message>
    <message>
        <source>%1 of the last %2 suggestions are on one topic: %4.</source>
        <translation>最近 %2 条推荐中有 %1 条属于同一主题：%4。</translation>
    </message>
    <message>
        <source>%1 of the last %2 suggestions are much alike.</source>
        <translation>最近 %2 条推荐中有 %1 条彼此十分相近。</translation>
    </message>
    <message>
        <source>By their first tags; in the catalogue it is %3.</source>
        <translation>依据首个标签判断；在目录中占 %3。</translation>
    </message>
    <message>
        <source>By clusters of their meaning; in the catalogue such are %3.</source>
        <translation>依据语义聚类判断；在目录中这类条目占 %3。</translation>
    </message>
    <message>
        <source>In the catalogue it is %3.</source>
        <translation>在目录中占 %3。</translation>
    </message>
</context>
<context>
    <name>InsightsPage</name>
    <message>
        <source>Insights</source>
        <translation>洞察</translation>
    </message>
    <message>
        <source>Figures of which brief</source>
        <translation>哪个选题的数字</translation>
    </message>
    <message>
        <source>Export page…</source>
        <translation>导出本页…</translation>
    </message>
    <message>
        <source>Write this page with its charts and tables to one HTML file.</source>
        <translation>把本页连同图表和表格写入一个 HTML 文件。</translation>
    </message>
    <message>
        <source>Judge a random sample</source>
        <translation>评判随机样本</translation>
    </message>
    <message>
        <source>Makes a list drawn at random from all that the filters of the brief allow and you did not judge yet. Judge it from the top down; R goes back to suggestions.</source>
        <translation>从选题筛选允许且您尚未评判的全部条目中随机抽取一份列表。请自上而下评判；按 R 回到推荐。</translation>
    </message>
    <message>
        <source>Figures by brief</source>
        <translation>按选题列出的数字</translation>
    </message>
    <message>
        <source>What the figures are</source>
        <translation>这些数字的含义</translation>
    </message>
    <message>
        <source>All briefs</source>
        <translation>全部选题</translation>
    </message>
    <message>
        <source>Without a brief</source>
        <translation>没有选题说明</translation>
    </message>
    <message>
        <source>Nothing to tell yet</source>
        <translation>还没有可说的</translation>
    </message>
    <message>
        <source>What you keep, how much of it is tail and how far lists reach is told here.</source>
        <translation>您保留了什么、其中长尾占多少、列表触及多远，都会显示在这里。</translation>
    </message>
    <message>
        <source>Show suggestions</source>
        <translation>显示推荐</translation>
    </message>
    <message>
        <source>For the brief</source>
        <translation>选题说明</translation>
    </message>
    <message>
        <source>What you kept</source>
        <translation>您保留了多少</translation>
    </message>
    <message>
        <source>How far lists reach</source>
        <translation>列表触及多远</translation>
    </message>
    <message>
        <source>What you keep, over time</source>
        <translation>保留率的走势</translation>
    </message>
    <message>
        <source>By brief</source>
        <translation>按选题</translation>
    </message>
    <message>
        <source>By tail preference</source>
        <translation>按长尾偏好</translation>
    </message>
    <message>
        <source>tail preference</source>
        <translation>长尾偏好</translation>
    </message>
    <message>
        <source>By how variety is made</source>
        <translation>按多样性方式</translation>
    </message>
    <message>
        <source>variety</source>
        <translation>多样性方式</translation>
    </message>
    <message>
        <source>Export insights</source>
        <translation>导出洞察</translation>
    </message>
    <message>
        <source>HTML (*.html)</source>
        <translation>HTML (*.html)</translation>
    </message>
</context>
<context>
    <name>ItemDetailsPane</name>
    <message>
        <source>Item</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>关闭详情</translation>
    </message>
    <message>
        <source>Choose a suggestion to see it in full.</source>
        <translation>选择一条推荐以查看全文。</translation>
    </message>
    <message>
        <source>Why this</source>
        <translation>推荐理由</translation>
    </message>
    <message>
        <source>Which words?</source>
        <translation>哪些词语？</translation>
    </message>
    <message>
        <source>Finds the words of this item that bring it near what you asked for, by leaving them out</source>
        <translation>逐一删去词语，找出使该条目接近您需求的词语</translation>
    </message>
    <message>
        <source>Why not this one?</source>
        <translation>为什么没有它？</translation>
    </message>
    <message>
        <source>Says what keeps this item out of the list</source>
        <translation>说明该条目为何不在列表中</translation>
    </message>
    <message>
        <source>Says what keeps the chosen item out of the list</source>
        <translation>说明所选条目为何不在列表中</translation>
    </message>
    <message>
        <source>Why is another item not here?</source>
        <translation>另一条目为何不在这里？</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Web address</source>
        <translation>网址</translation>
    </message>
    <message>
        <source>Nearest items</source>
        <translation>最相近的条目</translation>
    </message>
    <message>
        <source>Double click or Enter uses an item as a seed</source>
        <translation>双击或按回车将该条目用作种子</translation>
    </message>
    <message>
        <source>Export the shelf (%1)</source>
        <translation>导出书架（%1）</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the shelf</source>
        <translation>打开入选清单</translation>
    </message>
    <message>
        <source>Counts for every brief</source>
        <translation>对所有选题有效</translation>
    </message>
    <message>
        <source>What you say of this item for one brief later counts there alone (%1)</source>
        <translation>之后为某个选题对该条目所作的评判只在那里有效（%1）</translation>
    </message>
    <message>
        <source>No single phrase carries it: it is the text as a whole that is near.</source>
        <translation>没有哪个短语起决定作用：是整段文字相近。</translation>
    </message>
    <message>
        <source>Finding out about %1…</source>
        <translation>正在查明%1…</translation>
    </message>
    <message>
        <source>Why not %1?</source>
        <translation>为什么没有%1？</translation>
    </message>
    <message>
        <source>Its parts, then those of no. %1, %2</source>
        <translation>先是它的各部分，再是第 %1 位%2的各部分</translation>
    </message>
    <message>
        <source>%1 · popularity %2 · no. %3 of %4</source>
        <translation>%1 · 热度 %2 · 第 %3 位，共 %4</translation>
    </message>
    <message>
        <source>Shelf %1 / %2</source>
        <translation>入选 %1 / %2</translation>
    </message>
</context>
<context>
    <name>ItemTableModel</name>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>分段</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Jobs of this session</source>
        <translation>本次的任务</translation>
    </message>
</context>
<context>
    <name>JobStatus</name>
    <message>
        <source>%1 s left</source>
        <translation>剩余 %1 秒</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>剩余 %1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation>剩余 %1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation>已暂停于 %1</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed; what was done is kept</source>
        <translation>失败；已完成的部分保留</translation>
    </message>
    <message>
        <source>Cancelled; kept %1</source>
        <translation>已取消；保留 %1 条</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Jobs of this session</source>
        <translation>本次的任务</translation>
    </message>
    <message>
        <source>Cancel; what is done is kept</source>
        <translation>取消；已完成的部分保留</translation>
    </message>
</context>
<context>
    <name>KeyCatcher</name>
    <message>
        <source>Press the key… (Esc: leave it)</source>
        <translation>请按下按键…（Esc：不更改）</translation>
    </message>
</context>
<context>
    <name>KeyHelp</name>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>In the list of suggestions</source>
        <translation>在推荐列表中</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>所有位置</translation>
    </message>
    <message>
        <source>In the brief</source>
        <translation>在需求中</translation>
    </message>
    <message>
        <source>In the details</source>
        <translation>在详情中</translation>
    </message>
    <message>
        <source>In the catalogue</source>
        <translation>在目录中</translation>
    </message>
    <message>
        <source>On the shelf</source>
        <translation>入选清单中</translation>
    </message>
    <message>
        <source>Columns of an export</source>
        <translation>导出的列</translation>
    </message>
    <message>
        <source>On the map and the long tail</source>
        <translation>在地图和长尾上</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The list keys also work as digits 1 to 5, for keyboards that compose letters.</source>
        <translation>使用输入法时，列表按键也可用数字 1 至 5 代替。</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Everywhere</source>
        <translation>任何地方</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>需求</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>入选清单</translation>
    </message>
    <message>
        <source>Map and tail</source>
        <translation>地图与长尾</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>New key…</source>
        <translation>新按键…</translation>
    </message>
    <message>
        <source>One more key…</source>
        <translation>再加一个按键…</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>不设按键</translation>
    </message>
    <message>
        <source>Back to the usual</source>
        <translation>恢复通常的按键</translation>
    </message>
    <message>
        <source>All back to the usual</source>
        <translation>全部恢复通常的按键</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>所有按键</translation>
    </message>
    <message>
        <source>Choose an action, then press its new key. Keys of the list are heard while the list has the focus, so letters never reach a text field.</source>
        <translation>先选择一个操作，再按下它的新按键。列表的按键只在列表获得焦点时有效，因此字母不会误入文本框。</translation>
    </message>
    <message>
        <source>%1 is the key of: %2</source>
        <translation>%1 已是以下操作的按键：%2</translation>
    </message>
    <message>
        <source>“%1” can have it if the other goes without.</source>
        <translation>若另一操作不再使用，可将它给“%1”。</translation>
    </message>
    <message>
        <source>Give it</source>
        <translation>给它</translation>
    </message>
    <message>
        <source>%1 stays with “%2”.</source>
        <translation>%1 仍归“%2”使用。</translation>
    </message>
</context>
<context>
    <name>KindMenu</name>
    <message>
        <source>Kind of catalogue</source>
        <translation>目录类型</translation>
    </message>
</context>
<context>
    <name>Learning</name>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>Learning is off: lists are made as chosen under Advanced. What was learned is kept for when it is on.</source>
        <translation>学习已关闭：列表按“高级”中的选择生成。已学到的内容会保留，待开启时使用。</translation>
    </message>
    <message>
        <source>For each list one of these ways is drawn. As you judge the lists, those you accept more of are drawn more often.</source>
        <translation>每份列表从这些方式中抽取一种。随着您评判列表，您接受得更多的方式会更常被抽中。</translation>
    </message>
    <message>
        <source>The likeliest for the next list is %1, with a chance of %2.</source>
        <translation>下一份列表最可能采用%1，几率为 %2。</translation>
    </message>
    <message>
        <source>%1 at variety %2</source>
        <translation>%1，多样性 %2</translation>
    </message>
    <message>
        <source>Expected and chance are for the list shown last, were it made again now; other briefs may differ.</source>
        <translation>“预期”和“几率”针对最近显示的列表，假定现在重新生成；其他选题可能不同。</translation>
    </message>
    <message>
        <source>Expected and chance are for a brief of which nothing is known yet.</source>
        <translation>“预期”和“几率”针对一个尚无任何了解的选题。</translation>
    </message>
</context>
<context>
    <name>LearningCounts</name>
    <message numerus="yes">
        <source>%Ln lists</source>
        <translation>
            <numerusform>%Ln 个列表</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdicts</source>
        <translation>
            <numerusform>%Ln 条评判</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln earlier lists no longer count.</source>
        <translation>
            <numerusform>有 %Ln 个较早的列表不再计入。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LearningDialog</name>
    <message>
        <source>Your verdicts and lists stay as they are.</source>
        <translation>您的评判和列表保持不变。</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Learned from verdicts</source>
        <translation>从评判中学习</translation>
    </message>
    <message>
        <source>Ways to make variety and what came of them</source>
        <translation>各种多样性方式及其结果</translation>
    </message>
    <message>
        <source>Let verdicts choose how variety is made</source>
        <translation>由评判来选择多样性方式</translation>
    </message>
    <message>
        <source>Forget what was learned</source>
        <translation>忘掉已学到的内容</translation>
    </message>
    <message>
        <source>Learn from all lists again</source>
        <translation>重新从全部列表学习</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Looking at what came of earlier lists…</source>
        <translation>正在查看以往列表的结果…</translation>
    </message>
    <message>
        <source>Nothing is learned yet</source>
        <translation>尚未学到任何内容</translation>
    </message>
    <message>
        <source>Learned from %1 and %2</source>
        <translation>学习自 %1和 %2</translation>
    </message>
</context>
<context>
    <name>LibrarySession</name>
    <message>
        <source>Backing up</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>正在导入 %1</translation>
    </message>
    <message>
        <source>Undoing the last import</source>
        <translation>正在撤销上次导入</translation>
    </message>
    <message>
        <source>Checking what the model can read</source>
        <translation>正在检查模型能读取的内容</translation>
    </message>
    <message>
        <source>Reading items by meaning</source>
        <translation>正在读取条目语义</translation>
    </message>
    <message>
        <source>Building the index</source>
        <translation>正在建立索引</translation>
    </message>
    <message>
        <source>Learning what readers like</source>
        <translation>正在学习读者的喜好</translation>
    </message>
    <message>
        <source>Finding out why not</source>
        <translation>正在查明未入选的原因</translation>
    </message>
    <message>
        <source>Finding topics</source>
        <translation>正在寻找主题</translation>
    </message>
    <message>
        <source>Trying settings on past verdicts</source>
        <translation>正在用以往评判试用设置</translation>
    </message>
    <message>
        <source>Comparing models</source>
        <translation>正在比较模型</translation>
    </message>
    <message>
        <source>%1 imported, %2 refused</source>
        <translation>导入 %1 条，拒收 %2 条</translation>
    </message>
    <message>
        <source>too few readers to learn from</source>
        <translation>读者太少，无法学习</translation>
    </message>
    <message>
        <source>no verdict to go by</source>
        <translation>没有可依据的评判</translation>
    </message>
    <message>
        <source>%1 read</source>
        <translation>已读取 %1 条</translation>
    </message>
</context>
<context>
    <name>Licences</name>
    <message>
        <source>MIT</source>
        <translation>MIT</translation>
    </message>
    <message>
        <source>LGPL 3; the libraries lie beside the program and may be replaced</source>
        <translation>LGPL 3；程序库与程序一同存放，可自行替换</translation>
    </message>
    <message>
        <source>Apache 2.0</source>
        <translation>Apache 2.0</translation>
    </message>
    <message>
        <source>BSD 3-Clause</source>
        <translation>BSD 3-Clause</translation>
    </message>
    <message>
        <source>MIT or Apache 2.0</source>
        <translation>MIT 或 Apache 2.0</translation>
    </message>
</context>
<context>
    <name>LookingBack</name>
    <message>
        <source>Changed to: %1</source>
        <translation>已改为：%1</translation>
    </message>
    <message numerus="yes">
        <source>Exported %Ln verdicts to %1</source>
        <translation>
            <numerusform>已将 %Ln 条评判导出到 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>已导出到 %1</translation>
    </message>
    <message>
        <source>A random sample: judge it from the top down, for what each item is.</source>
        <translation>这是随机样本：请自上而下，就条目本身评判。</translation>
    </message>
    <message>
        <source>Insights tell what it says of what is left. %1 goes back to suggestions.</source>
        <translation>“洞察”会说明由此可知还剩多少。按 %1 回到推荐。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>%1 – ltrec-gui</source>
        <translation>%1 – ltrec-gui</translation>
    </message>
    <message>
        <source>Open the folder of a library</source>
        <translation>打开资料库文件夹</translation>
    </message>
    <message>
        <source>This folder holds no library.</source>
        <translation>该文件夹中没有资料库。</translation>
    </message>
    <message>
        <source>A library is a folder with the file %1.</source>
        <translation>资料库是包含文件 %1 的文件夹。</translation>
    </message>
    <message>
        <source>Tables (%1)</source>
        <translation>表格 (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>导入文件</translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 read by meaning</source>
        <translation>已读取语义 %1 个</translation>
    </message>
    <message>
        <source>all read by meaning</source>
        <translation>语义已全部读取</translation>
    </message>
    <message>
        <source>sample: popularity and readers are simulated</source>
        <translation>示例：热度与读者为模拟数据</translation>
    </message>
    <message>
        <source>Read the rest</source>
        <translation>读取其余条目</translation>
    </message>
    <message>
        <source>A better ranking is ready.</source>
        <translation>更好的排序已就绪。</translation>
    </message>
    <message>
        <source>Refresh (%1)</source>
        <translation>刷新 (%1)</translation>
    </message>
    <message>
        <source>%1 (%2 takes that back)</source>
        <translation>%1（按 %2 撤回）</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message numerus="yes">
        <source>Imported %1 of %Ln records.</source>
        <translation>
            <numerusform>已导入 %1 条记录，共 %Ln 条。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 refused, %2 blank, %Ln problems.</source>
        <translation>
            <numerusform>拒收 %1 条，空行 %2 行，问题 %Ln 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>查看报告</translation>
    </message>
    <message>
        <source>Undo the import</source>
        <translation>撤销导入</translation>
    </message>
    <message>
        <source>This model cannot read %1 of this catalogue.</source>
        <translation>该模型无法读取此目录的 %1。</translation>
    </message>
    <message>
        <source>Suggestions are ranked by words.</source>
        <translation>推荐按字词排序。</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>选择模型…</translation>
    </message>
    <message>
        <source>Embed anyway</source>
        <translation>仍然读取语义</translation>
    </message>
    <message>
        <source>Rebuild the index</source>
        <translation>重建索引</translation>
    </message>
    <message>
        <source>Looking for suggestions…</source>
        <translation>正在寻找推荐…</translation>
    </message>
    <message>
        <source>Added as a seed: %1</source>
        <translation>已添加为种子：%1</translation>
    </message>
    <message>
        <source>These settings are used from the next list on.</source>
        <translation>从下一份列表起采用这些设置。</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>打开最近使用</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>入选清单</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Insights</source>
        <translation>洞察</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>MapDesk</name>
    <message>
        <source>Drawing the map</source>
        <translation>绘制地图</translation>
    </message>
    <message>
        <source>%1 placed</source>
        <translation>已定位 %1 个</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>已导出到 %1</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Nearest to %1:</source>
        <translation>与%1最接近：</translation>
    </message>
    <message>
        <source>Drawn after this: %1</source>
        <translation>在此之后绘制：%1</translation>
    </message>
    <message>
        <source>Drawing the map, %1</source>
        <translation>正在绘制地图，%1</translation>
    </message>
    <message>
        <source>Drawing the map…</source>
        <translation>正在绘制地图…</translation>
    </message>
    <message>
        <source>Selected on the map</source>
        <translation>在地图上选中</translation>
    </message>
    <message>
        <source>long tail</source>
        <translation>长尾</translation>
    </message>
    <message>
        <source>map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Export the picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>图片 (*.png *.svg)</translation>
    </message>
    <message>
        <source>Nearest:</source>
        <translation>最接近：</translation>
    </message>
    <message>
        <source>Map and tail</source>
        <translation>地图与长尾</translation>
    </message>
    <message>
        <source>Long tail</source>
        <translation>长尾</translation>
    </message>
    <message>
        <source>Semantic map</source>
        <translation>语义地图</translation>
    </message>
    <message>
        <source>Long-tail chart: popularity by rank</source>
        <translation>长尾图：按排名的热度</translation>
    </message>
    <message>
        <source>Semantic map of the catalogue</source>
        <translation>目录的语义地图</translation>
    </message>
    <message>
        <source>The long tail as a table</source>
        <translation>以表格显示的长尾</translation>
    </message>
    <message>
        <source>The map as a table</source>
        <translation>以表格显示的地图</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>显示为表格</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Long tail…</source>
        <translation>长尾…</translation>
    </message>
    <message>
        <source>Semantic map…</source>
        <translation>语义地图…</translation>
    </message>
    <message>
        <source>Back to %1 and %2</source>
        <translation>恢复为 %1 和 %2</translation>
    </message>
    <message>
        <source>Suggest only from these</source>
        <translation>只从这些中推荐</translation>
    </message>
    <message>
        <source>Show in the catalogue</source>
        <translation>在目录中显示</translation>
    </message>
    <message>
        <source>New brief from these</source>
        <translation>用这些新建选题</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>This library is empty</source>
        <translation>此资料库为空</translation>
    </message>
    <message>
        <source>Import a catalogue, and it is shown here by popularity and by meaning.</source>
        <translation>导入一份目录，这里就会按热度和含义显示它。</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>There is no tail to show</source>
        <translation>没有可显示的长尾</translation>
    </message>
    <message>
        <source>The tail needs a column that counts loans, sales or views, or a list of what readers opened.</source>
        <translation>长尾需要一列借阅、销售或浏览次数，或一份读者打开记录。</translation>
    </message>
    <message>
        <source>It is kept beside the index, so this is done once.</source>
        <translation>它与索引保存在一起，因此只需做一次。</translation>
    </message>
    <message>
        <source>The map was not drawn</source>
        <translation>地图未绘制</translation>
    </message>
    <message>
        <source>Everything else works without it.</source>
        <translation>没有它其他一切照常。</translation>
    </message>
    <message>
        <source>Draw the map</source>
        <translation>绘制地图</translation>
    </message>
    <message>
        <source>%1 of %2 placed</source>
        <translation>已定位 %1 / %2</translation>
    </message>
    <message>
        <source>The map is not drawn yet</source>
        <translation>地图尚未绘制</translation>
    </message>
    <message>
        <source>%1 of %2 titles are read by meaning. The map is drawn once they are in the index.</source>
        <translation>已按含义读取 %1 / %2 个条目。它们进入索引后即绘制地图。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln titles selected</source>
        <translation>
            <numerusform>已选中 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2 tail</source>
        <translation>%1 · 长尾占 %2</translation>
    </message>
    <message>
        <source>Drag across ranks, or hold Shift and drag around points, to select. Arrows go from title to title.</source>
        <translation>在排名上拖动，或按住 Shift 圈住点即可选择。方向键在条目之间移动。</translation>
    </message>
    <message numerus="yes">
        <source>Middle %Ln as seeds</source>
        <translation>
            <numerusform>中间 %Ln 个作种子</numerusform>
        </translation>
    </message>
    <message>
        <source>Use as seeds</source>
        <translation>用作种子</translation>
    </message>
</context>
<context>
    <name>MemoryFields</name>
    <message>
        <source>Shown before</source>
        <translation>曾经出现过</translation>
    </message>
    <message>
        <source>Never suggested before</source>
        <translation>从未推荐过</translation>
    </message>
    <message>
        <source>Leaves out what other lists showed; what this list shows stays.</source>
        <translation>不列出其他列表出现过的条目；本列表中的保留。</translation>
    </message>
    <message>
        <source>Leaves out what left the house so recently. Set the days under “What was exported”.</source>
        <translation>不列出近期导出过的条目。天数可在“导出记录”中设置。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>PartsView</name>
    <message>
        <source>Relevance</source>
        <translation>相关度</translation>
    </message>
    <message>
        <source>Less for variety</source>
        <translation>为多样性扣减</translation>
    </message>
    <message>
        <source>as it is like %1, further up</source>
        <translation>因为与上方的%1相似</translation>
    </message>
</context>
<context>
    <name>PointsModel</name>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Carried so far</source>
        <translation>累计占比</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>区段</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Marked as</source>
        <translation>标记</translation>
    </message>
</context>
<context>
    <name>Policies</name>
    <message>
        <source>Balanced (DPP)</source>
        <translation>均衡（DPP）</translation>
    </message>
    <message>
        <source>Far apart (MSD)</source>
        <translation>彼此远离（MSD）</translation>
    </message>
    <message>
        <source>Unlike the nearest (MMR)</source>
        <translation>避开最相似（MMR）</translation>
    </message>
    <message>
        <source>Quota by topic</source>
        <translation>按主题限额</translation>
    </message>
    <message>
        <source>Quota by topic (LDA)</source>
        <translation>按主题限额（LDA）</translation>
    </message>
    <message>
        <source>Quota by column</source>
        <translation>按列限额</translation>
    </message>
    <message>
        <source>Drawn by relevance</source>
        <translation>按相关度抽取</translation>
    </message>
    <message>
        <source>Random tail (control)</source>
        <translation>长尾随机（对照）</translation>
    </message>
    <message>
        <source>Most relevant only</source>
        <translation>只看相关度</translation>
    </message>
    <message>
        <source>Learned from verdicts</source>
        <translation>从评判中学习</translation>
    </message>
    <message>
        <source>Each place goes to an item that is relevant and not yet covered by those above.</source>
        <translation>每个位置都给相关、且上方条目尚未涵盖的条目。</translation>
    </message>
    <message>
        <source>Items are chosen to lie far from all of those above together.</source>
        <translation>所选条目与上方所有条目总体上相距较远。</translation>
    </message>
    <message>
        <source>Items are chosen to be unlike the one above they are most like.</source>
        <translation>所选条目避开上方与其最相似的条目。</translation>
    </message>
    <message>
        <source>The most relevant, but only so many of each cluster of like items.</source>
        <translation>取最相关的条目，但每个相似条目的聚类只取若干。</translation>
    </message>
    <message>
        <source>The most relevant, but only so many of each topic found in the words (LDA).</source>
        <translation>取最相关的条目，但每个由词语得出的主题（LDA）只取若干。</translation>
    </message>
    <message>
        <source>The most relevant, but only so many of each value of a column.</source>
        <translation>取最相关的条目，但某一列的每个值只取若干。</translation>
    </message>
    <message>
        <source>Drawn by lot, the more relevant the likelier; more variety, more chance.</source>
        <translation>抽签决定，越相关越可能；多样性越高，偶然性越大。</translation>
    </message>
    <message>
        <source>Anything from the tail, by lot: a control to compare with, not advice.</source>
        <translation>从长尾中随意抽取：供对照，并非推荐。</translation>
    </message>
    <message>
        <source>By relevance alone; neighbours may be much alike.</source>
        <translation>只看相关度；相邻条目可能十分相似。</translation>
    </message>
    <message>
        <source>Draws one of six settings for each list, by what you accepted so far.</source>
        <translation>根据您已接受的条目，为每份列表从六种设置中抽取一种。</translation>
    </message>
    <message>
        <source>Kept places (quota)</source>
        <translation>预留位置（限额）</translation>
    </message>
    <message>
        <source>Popularity penalty</source>
        <translation>热度惩罚</translation>
    </message>
    <message>
        <source>Inverse propensity</source>
        <translation>逆倾向加权</translation>
    </message>
    <message>
        <source>xQuAD</source>
        <translation>xQuAD</translation>
    </message>
    <message>
        <source>Calibrated popularity</source>
        <translation>热度校准</translation>
    </message>
    <message>
        <source>A number of places is kept for the tail and known in advance.</source>
        <translation>为长尾预留若干位置，数目事先可知。</translation>
    </message>
    <message>
        <source>Relevance minus popularity; how many come from the tail follows.</source>
        <translation>相关度减去热度；长尾条目的数目随之而定。</translation>
    </message>
    <message>
        <source>Relevance divided by the chance of having been seen; the number follows.</source>
        <translation>相关度除以曾被看到的几率；数目随之而定。</translation>
    </message>
    <message>
        <source>Tail items move up while the list holds few of them; the number follows.</source>
        <translation>列表中长尾条目少时将其上移；数目随之而定。</translation>
    </message>
    <message>
        <source>The list moves towards the wished mix of popularity; the number follows.</source>
        <translation>使列表趋近所需的热度构成；数目随之而定。</translation>
    </message>
    <message>
        <source>Logistic regression</source>
        <translation>逻辑回归</translation>
    </message>
    <message>
        <source>Rocchio</source>
        <translation>Rocchio</translation>
    </message>
    <message>
        <source>Tells what you accepted from the rest. Counts from the 1st verdict; rejections little while they are few.</source>
        <translation>把您接受的与其余的区分开。从第 1 次评判起生效；否定较少时，其作用也小。</translation>
    </message>
    <message>
        <source>The mean of what you accepted less half that of what you rejected. Counts fully from the 1st verdict.</source>
        <translation>您接受的条目的平均，减去您否定的条目的平均的一半。从第 1 次评判起即完全生效。</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>First tag</source>
        <translation>首个标签</translation>
    </message>
    <message>
        <source>This list: %1 at variety %2, drawn with a chance of %3. Lists learned from: %4.</source>
        <translation>本列表：%1，多样性 %2，抽中几率 %3。据以学习的列表：%4。</translation>
    </message>
</context>
<context>
    <name>PoliciesModel</name>
    <message>
        <source>How variety is made</source>
        <translation>多样性方式</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>预期</translation>
    </message>
    <message>
        <source>Chance next</source>
        <translation>下次几率</translation>
    </message>
    <message>
        <source>Lists that were made this way.</source>
        <translation>以此方式生成的列表数。</translation>
    </message>
    <message>
        <source>Verdicts given on these lists; “not now” says nothing of a list and is left out.</source>
        <translation>在这些列表上作出的评判；“暂缓”不说明列表好坏，不计入。</translation>
    </message>
    <message>
        <source>Share of these verdicts that accept, with its 95 % interval.</source>
        <translation>这些评判中表示接受的比例，附 95 % 区间。</translation>
    </message>
    <message>
        <source>Share expected to be accepted of the next list if it were made this way, with its 95 % interval.</source>
        <translation>若下一份列表以此方式生成，预期被接受的比例，附 95 % 区间。</translation>
    </message>
    <message>
        <source>How likely the next list is made this way: the chance that it is the best.</source>
        <translation>下一份列表以此方式生成的可能性：即它是最佳方式的几率。</translation>
    </message>
</context>
<context>
    <name>PreviewModel</name>
    <message>
        <source>Column %1</source>
        <translation>第 %1 列</translation>
    </message>
    <message>
        <source>⚠ empty</source>
        <translation>⚠ 空</translation>
    </message>
</context>
<context>
    <name>ProblemKinds</name>
    <message>
        <source>Unreadable bytes</source>
        <translation>无法读取的字节</translation>
    </message>
    <message>
        <source>No year in a date</source>
        <translation>日期中没有年份</translation>
    </message>
    <message>
        <source>Not a number</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>Blank lines</source>
        <translation>空行</translation>
    </message>
    <message>
        <source>Comment lines</source>
        <translation>注释行</translation>
    </message>
    <message>
        <source>Control characters</source>
        <translation>控制字符</translation>
    </message>
    <message>
        <source>Differs from an earlier row</source>
        <translation>与前面的行不一致</translation>
    </message>
    <message>
        <source>No item id</source>
        <translation>缺少条目编号</translation>
    </message>
    <message>
        <source>No title</source>
        <translation>缺少标题</translation>
    </message>
    <message>
        <source>No reader</source>
        <translation>缺少读者</translation>
    </message>
    <message>
        <source>Error in a spreadsheet</source>
        <translation>电子表格错误</translation>
    </message>
    <message>
        <source>Like a formula</source>
        <translation>像公式</translation>
    </message>
    <message>
        <source>Header repeated</source>
        <translation>表头重复</translation>
    </message>
    <message>
        <source>HTML</source>
        <translation>HTML</translation>
    </message>
    <message>
        <source>No id</source>
        <translation>缺少编号</translation>
    </message>
    <message>
        <source>Line too long</source>
        <translation>行过长</translation>
    </message>
    <message>
        <source>Negative count</source>
        <translation>计数为负</translation>
    </message>
    <message>
        <source>No JSON object</source>
        <translation>不是 JSON 对象</translation>
    </message>
    <message>
        <source>Another table</source>
        <translation>另一张表</translation>
    </message>
    <message>
        <source>Row repeated</source>
        <translation>行重复</translation>
    </message>
    <message>
        <source>Id used twice</source>
        <translation>编号重复</translation>
    </message>
    <message>
        <source>Stray quote</source>
        <translation>多余的引号</translation>
    </message>
    <message>
        <source>Too few cells</source>
        <translation>单元格过少</translation>
    </message>
    <message>
        <source>Cell too long</source>
        <translation>单元格过长</translation>
    </message>
    <message>
        <source>Too many cells</source>
        <translation>单元格过多</translation>
    </message>
    <message>
        <source>Quote never closed</source>
        <translation>引号未闭合</translation>
    </message>
    <message>
        <source>Row left out</source>
        <translation>略过此行</translation>
    </message>
    <message>
        <source>Shown as �</source>
        <translation>显示为 �</translation>
    </message>
    <message>
        <source>Taken as empty</source>
        <translation>视为空</translation>
    </message>
    <message>
        <source>Passed over</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>First one kept</source>
        <translation>保留第一个</translation>
    </message>
    <message>
        <source>Kept as text</source>
        <translation>按文本保留</translation>
    </message>
    <message>
        <source>Read as plain text</source>
        <translation>按纯文本读取</translation>
    </message>
    <message>
        <source>An id is made</source>
        <translation>生成编号</translation>
    </message>
    <message>
        <source>Rest taken as empty</source>
        <translation>其余视为空</translation>
    </message>
    <message>
        <source>Surplus left out</source>
        <translation>略过多余部分</translation>
    </message>
</context>
<context>
    <name>ProblemsModel</name>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题说明</translation>
    </message>
</context>
<context>
    <name>ProblemsPane</name>
    <message>
        <source>All kinds (%1)</source>
        <translation>全部种类（%1）</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Kind of problem</source>
        <translation>问题种类</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>处理方式</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Save rows left out…</source>
        <translation>保存被略过的行…</translation>
    </message>
    <message>
        <source>The first %1 are listed.</source>
        <translation>仅列出前 %1 条。</translation>
    </message>
    <message>
        <source>The whole file is being read</source>
        <translation>正在读取整个文件</translation>
    </message>
    <message>
        <source>Problems appear here.</source>
        <translation>问题会显示在这里。</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Every row of this file can be read as it stands.</source>
        <translation>此文件的每一行都可以照原样读取。</translation>
    </message>
    <message>
        <source>As for all rows of this kind: %1</source>
        <translation>与此类所有行相同：%1</translation>
    </message>
    <message>
        <source>Choose a kind first</source>
        <translation>请先选择种类</translation>
    </message>
</context>
<context>
    <name>Readers</name>
    <message>
        <source>Nothing is learned from readers. Import what readers did; at least %1 of them must like %2 items or more.</source>
        <translation>尚未从读者那里学到任何内容。请导入读者的行为；至少要有 %1 位读者，每位喜欢 %2 个或更多条目。</translation>
    </message>
    <message>
        <source>Learned from %1 with %2 and %3.</source>
        <translation>学习自 %1，共 %2和 %3。</translation>
    </message>
    <message>
        <source>Learned from %1 with %2.</source>
        <translation>学习自 %1，共 %2。</translation>
    </message>
    <message>
        <source>How to learn from them was tried, but the figures were not kept; they are shown after the next learning.</source>
        <translation>学习方式曾经过试验，但当时未保存数据；下次学习之后会显示。</translation>
    </message>
    <message>
        <source>There are too many readers and items to try how to learn from them, so the usual settings are used.</source>
        <translation>读者和条目太多，无法试验学习方式，因此采用通常的设置。</translation>
    </message>
    <message>
        <source>They are too few to try how to learn from them, so the usual settings are used.</source>
        <translation>读者太少，无法试验学习方式，因此采用通常的设置。</translation>
    </message>
    <message>
        <source>Tried on %1: beside readers the text keeps %2 of its usual weight on this catalogue, and λ is %3. Where a brief is given, it keeps all of it.</source>
        <translation>在 %1身上试验的结果：在此目录上，与读者并用时文本保留其通常权重的 %2，λ 为 %3。有选题说明时则全部保留。</translation>
    </message>
    <message>
        <source>nDCG@20 is %1; without vectors there is no usual setting to compare with.</source>
        <translation>nDCG@20 为 %1；没有向量，因此没有通常设置可供比较。</translation>
    </message>
    <message>
        <source>That is the usual setting: nothing tried was better than its nDCG@20 of %1 beyond doubt.</source>
        <translation>这就是通常的设置：试过的设置中没有哪个确实优于它的 nDCG@20（%1）。</translation>
    </message>
    <message>
        <source>nDCG@20 is %1 instead of the usual setting&apos;s %2 (standard error %3).</source>
        <translation>nDCG@20 为 %1，而通常设置为 %2（标准误 %3）。</translation>
    </message>
    <message>
        <source>That is %4 better: nDCG@20 is %1 instead of %2 (standard error %3).</source>
        <translation>这比通常设置好 %4：nDCG@20 为 %1，而不是 %2（标准误 %3）。</translation>
    </message>
    <message>
        <source>%1, text %2</source>
        <translation>%1，文本 %2</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
</context>
<context>
    <name>ReadersCounts</name>
    <message numerus="yes">
        <source>%Ln readers</source>
        <translation>
            <numerusform>%Ln 位读者</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln likes</source>
        <translation>
            <numerusform>%Ln 次喜好</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other views</source>
        <translation>
            <numerusform>%Ln 次其他浏览</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadersSection</name>
    <message>
        <source>Settings tried</source>
        <translation>试过的设置</translation>
    </message>
    <message>
        <source>A fifth of the likes of these readers was held out; nDCG@20 says how well each setting finds them again among the tail, 1 being perfect. The usual setting is left only where another is better by more than its standard error.</source>
        <translation>留出了这些读者五分之一的喜好；nDCG@20 表示每种设置在长尾中将其找回的程度，1 为完美。只有当另一设置的改善超过其标准误时，才不用通常的设置。</translation>
    </message>
    <message>
        <source>Settings tried on readers</source>
        <translation>在读者身上试过的设置</translation>
    </message>
</context>
<context>
    <name>ReasonBar</name>
    <message>
        <source>Give no reason</source>
        <translation>不说明理由</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>理由</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>byte 0x{byte} at character {position} of this cell cannot be read as {encoding}</source>
        <translation>该单元格第 {position} 个字符处的字节 0x{byte} 无法按 {encoding} 读取</translation>
    </message>
    <message>
        <source>no year can be read from this date; it was taken as empty</source>
        <translation>无法从该日期读出年份，已视为空</translation>
    </message>
    <message>
        <source>this is not a number; it was taken as empty</source>
        <translation>这不是数字，已视为空</translation>
    </message>
    <message>
        <source>this line is blank</source>
        <translation>此行为空</translation>
    </message>
    <message>
        <source>this is a comment line, not a row</source>
        <translation>这是注释行，不是数据行</translation>
    </message>
    <message>
        <source>control characters were removed from this cell</source>
        <translation>已移除该单元格中的控制字符</translation>
    </message>
    <message>
        <source>differs from line {line}; the first is kept</source>
        <translation>与第 {line} 行不同，保留先出现的一行</translation>
    </message>
    <message>
        <source>the item id is empty</source>
        <translation>条目编号为空</translation>
    </message>
    <message>
        <source>the title is empty</source>
        <translation>标题为空</translation>
    </message>
    <message>
        <source>the user id is empty</source>
        <translation>读者编号为空</translation>
    </message>
    <message>
        <source>the spreadsheet shows an error here; it was taken as empty</source>
        <translation>电子表格在此显示错误，已按空值处理</translation>
    </message>
    <message>
        <source>this begins like a formula; it is kept as text and made harmless in exports</source>
        <translation>此单元格像公式一样开头；按文本保留，导出时会作无害处理</translation>
    </message>
    <message>
        <source>this line repeats the header</source>
        <translation>此行重复了表头</translation>
    </message>
    <message>
        <source>this cell holds HTML; it is read as plain text</source>
        <translation>此单元格含有 HTML；按纯文本读取</translation>
    </message>
    <message>
        <source>the id is empty; one was made from the content</source>
        <translation>编号为空，已根据内容生成</translation>
    </message>
    <message>
        <source>this line is longer than {limit} characters</source>
        <translation>此行超过 {limit} 个字符</translation>
    </message>
    <message>
        <source>a count cannot be negative; it was taken as empty</source>
        <translation>计数不能为负，已视为空</translation>
    </message>
    <message>
        <source>this is not a JSON object</source>
        <translation>这不是 JSON 对象</translation>
    </message>
    <message>
        <source>this line belongs to another table, which begins on line {line}</source>
        <translation>此行属于另一张表，该表始于第 {line} 行</translation>
    </message>
    <message>
        <source>repeats line {line}</source>
        <translation>与第 {line} 行重复</translation>
    </message>
    <message>
        <source>same id as line {line}</source>
        <translation>编号与第 {line} 行相同</translation>
    </message>
    <message>
        <source>a quote inside this cell is not doubled; it was kept as text</source>
        <translation>该单元格内的引号未成对转义，已按文本保留</translation>
    </message>
    <message>
        <source>too few cells: {expected} expected, {found} found; the rest were taken as empty</source>
        <translation>单元格过少：应有 {expected} 个，实有 {found} 个；其余已视为空</translation>
    </message>
    <message>
        <source>this cell is longer than {limit} characters</source>
        <translation>该单元格超过 {limit} 个字符</translation>
    </message>
    <message>
        <source>too many cells: {expected} expected, {found} found</source>
        <translation>单元格过多：应有 {expected} 个，实有 {found} 个</translation>
    </message>
    <message>
        <source>a quote opens in this line and is never closed</source>
        <translation>此行中的引号没有闭合</translation>
    </message>
</context>
<context>
    <name>Replay</name>
    <message>
        <source>Costs no relevance.</source>
        <translation>不损失相关性。</translation>
    </message>
    <message>
        <source>Costs %1 of relevance.</source>
        <translation>损失 %1 的相关性。</translation>
    </message>
    <message>
        <source>Items you accepted that would be listed: %1, without it %2.</source>
        <translation>您采纳过且会列出的条目：%1；不保留名额时：%2。</translation>
    </message>
    <message>
        <source>This list can be made again exactly.</source>
        <translation>此列表可以完全一致地重新生成。</translation>
    </message>
    <message>
        <source>Changed since, without effect on it: %1.</source>
        <translation>此后有变化但未影响列表：%1。</translation>
    </message>
    <message>
        <source>Made again it holds the same items in the same order; relevance differs slightly.</source>
        <translation>重新生成后条目和顺序相同，相关性略有差异。</translation>
    </message>
    <message>
        <source>Made again it differs at %1 of %2 places.</source>
        <translation>重新生成后有 %1 个位置不同（共 %2 个）。</translation>
    </message>
    <message>
        <source>Changed since: %1.</source>
        <translation>此后有变化：%1。</translation>
    </message>
    <message>
        <source>Your verdicts say nothing of these settings yet</source>
        <translation>您的评判尚不能说明这些设置的好坏</translation>
    </message>
    <message>
        <source>There are too few verdicts to decide by</source>
        <translation>评判太少，不足以据此决定</translation>
    </message>
    <message>
        <source>Your verdicts do not tell the two apart</source>
        <translation>您的评判分不出两者的优劣</translation>
    </message>
    <message>
        <source>These settings would have shown more of what you accepted</source>
        <translation>这些设置会显示更多您接受过的条目</translation>
    </message>
    <message>
        <source>These settings would have shown less of what you accepted</source>
        <translation>这些设置会显示更少您接受过的条目</translation>
    </message>
    <message>
        <source>No list was followed by an item you accepted. To decide by, %1 lists and %2 accepted items are needed.</source>
        <translation>没有哪个列表之后有您接受的条目。若要据此决定，需要 %1 个列表和 %2 个接受的条目。</translation>
    </message>
    <message>
        <source>Of the first %1 places of a list, %2 would have held an item you accepted later; now it is %3.</source>
        <translation>列表前 %1 个位置中，平均有 %2 个会是您后来接受的条目；现在是 %3 个。</translation>
    </message>
    <message>
        <source>Items you rejected: %1; now it is %2.</source>
        <translation>您拒绝的条目：%1 个；现在是 %2 个。</translation>
    </message>
    <message>
        <source>From %1 for %2, followed by %3.</source>
        <translation>依据 %2的 %1，其后有 %3。</translation>
    </message>
    <message>
        <source>At least %1 lists and %2 accepted items are needed to decide by.</source>
        <translation>若要据此决定，至少需要 %1 个列表和 %2 个接受的条目。</translation>
    </message>
    <message>
        <source>Only what was shown could be judged, and the settings of then chose it: that speaks for them. Of the places of the new lists, %1 hold items that nobody has judged, good or not.</source>
        <translation>只有显示过的条目才可能得到评判，而显示什么由当时的设置决定：这对当时的设置有利。新列表中有 %1 的位置是没有人评判过的条目，可能好也可能不好。</translation>
    </message>
    <message>
        <source>Accepted items in the first %1</source>
        <translation>前 %1 个中接受的条目</translation>
    </message>
    <message>
        <source>Rejected items in the first %1</source>
        <translation>前 %1 个中拒绝的条目</translation>
    </message>
    <message>
        <source>Share of the tail</source>
        <translation>长尾占比</translation>
    </message>
    <message>
        <source>Diversity within a list</source>
        <translation>列表内的多样性</translation>
    </message>
    <message>
        <source>Places nobody judged</source>
        <translation>无人评判过的位置</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>The program has learned anew from what readers did since this list was made.</source>
        <translation>生成此列表之后，程序又重新学习了读者的行为。</translation>
    </message>
    <message>
        <source>The topics of the catalogue were found anew since this list was made.</source>
        <translation>生成此列表之后，目录的主题已重新寻找。</translation>
    </message>
    <message>
        <source>This list was made by an earlier version of the program, which ranked otherwise.</source>
        <translation>此列表由较早版本的程序生成，其排序方式不同。</translation>
    </message>
    <message>
        <source>Changed since this list was made: %1.</source>
        <translation>生成此列表之后有变化：%1。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>what was learned from readers</source>
        <translation>从读者那里学到的内容</translation>
    </message>
    <message>
        <source>the model in use</source>
        <translation>所用的模型</translation>
    </message>
    <message>
        <source>the catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>what counts as head and tail</source>
        <translation>头部与长尾的划分</translation>
    </message>
    <message>
        <source>what readers did</source>
        <translation>读者的行为</translation>
    </message>
    <message>
        <source>the topics of the catalogue</source>
        <translation>目录的主题</translation>
    </message>
    <message>
        <source>the model, whose vectors are gone</source>
        <translation>模型（其向量已不存在）</translation>
    </message>
    <message>
        <source>how many items are read by meaning</source>
        <translation>已按语义读取的条目数</translation>
    </message>
    <message>
        <source>the index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>the version of the program</source>
        <translation>程序版本</translation>
    </message>
    <message>
        <source>something that was not kept with so old a list</source>
        <translation>早期列表未保存的某些内容</translation>
    </message>
    <message>
        <source>something that is not recorded</source>
        <translation>未记录的某些内容</translation>
    </message>
</context>
<context>
    <name>ReplayCounts</name>
    <message numerus="yes">
        <source>%Ln past lists</source>
        <translation>
            <numerusform>%Ln 个以往列表</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln briefs</source>
        <translation>
            <numerusform>%Ln 个选题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln accepted items</source>
        <translation>
            <numerusform>%Ln 个接受的条目</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReplayDialog</name>
    <message>
        <source>List %1 of %2</source>
        <translation>列表 %1 / %2</translation>
    </message>
    <message>
        <source>Looking at past lists</source>
        <translation>正在查看以往列表</translation>
    </message>
    <message>
        <source>The trial was stopped.</source>
        <translation>试用已停止。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未作任何改动。</translation>
    </message>
    <message>
        <source>Try settings on past verdicts</source>
        <translation>用以往评判试用设置</translation>
    </message>
    <message>
        <source>Past lists under both settings</source>
        <translation>以往列表在两种设置下的情况</translation>
    </message>
    <message>
        <source>How far the trial is</source>
        <translation>试用的进度</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>To try</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>How variety is made</source>
        <translation>多样性方式</translation>
    </message>
    <message>
        <source>Count by</source>
        <translation>按此列计数</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Tail preference</source>
        <translation>长尾偏好</translation>
    </message>
    <message>
        <source>How the tail gets its places</source>
        <translation>长尾如何取得位置</translation>
    </message>
    <message>
        <source>Wild cards</source>
        <translation>试探条目</translation>
    </message>
    <message>
        <source>What learns from verdicts</source>
        <translation>由什么从评判中学习</translation>
    </message>
    <message>
        <source>Try on past verdicts</source>
        <translation>用以往评判试用</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>采用这些设置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Change a setting to try it.</source>
        <translation>改动一项设置即可试用。</translation>
    </message>
    <message>
        <source>Compared with what was drawn for each list, since learning is in use.</source>
        <translation>由于正在从评判中学习，将与当时为每份列表抽中的方式比较。</translation>
    </message>
    <message>
        <source>What would other settings have shown?</source>
        <translation>其他设置会显示什么？</translation>
    </message>
    <message>
        <source>Your past lists are made again under both settings, each with the verdicts known then, and it is counted what you accepted and rejected afterwards. Nothing is changed by it.</source>
        <translation>将在两种设置下重新生成您以往的列表，各用当时已知的评判，并统计您此后接受和拒绝了哪些条目。不作任何改动。</translation>
    </message>
    <message>
        <source>Tried: %1</source>
        <translation>试用的设置：%1</translation>
    </message>
    <message>
        <source>No verdict to go by</source>
        <translation>没有可依据的评判</translation>
    </message>
    <message>
        <source>Nothing tried yet</source>
        <translation>尚未试用</translation>
    </message>
    <message>
        <source>Judge suggestions, refresh the list and judge again; then there is something to count.</source>
        <translation>请评判推荐，刷新列表后再评判；这样才有可统计的内容。</translation>
    </message>
    <message>
        <source>Change a setting above and try it. You can go on working meanwhile.</source>
        <translation>在上方改动一项设置即可试用。其间您可以继续工作。</translation>
    </message>
    <message>
        <source>variety %1</source>
        <translation>多样性 %1</translation>
    </message>
    <message>
        <source>tail %1</source>
        <translation>长尾 %1</translation>
    </message>
    <message>
        <source>wild cards %1</source>
        <translation>试探条目 %1</translation>
    </message>
</context>
<context>
    <name>ReplayModel</name>
    <message>
        <source>Mean of a list</source>
        <translation>每份列表的平均</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Tried minus in use, with its 95 % interval.</source>
        <translation>试用减去使用中，附 95 % 区间。</translation>
    </message>
    <message>
        <source>Past lists that can tell: those followed by such a verdict.</source>
        <translation>能说明问题的以往列表：其后有这类评判的列表。</translation>
    </message>
</context>
<context>
    <name>RoleHeader</name>
    <message>
        <source>Role of column %1</source>
        <translation>列“%1”的用途</translation>
    </message>
</context>
<context>
    <name>RuleRow</name>
    <message>
        <source>Limit of the rule: %1</source>
        <translation>规则的界限：%1</translation>
    </message>
    <message>
        <source>Column of the rule: %1</source>
        <translation>规则的列：%1</translation>
    </message>
    <message>
        <source>Remove the rule: %1</source>
        <translation>删除规则：%1</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>至多</translation>
    </message>
    <message>
        <source>of the same</source>
        <translation>个条目相同：</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>% from the tail</source>
        <translation>% 来自长尾</translation>
    </message>
    <message>
        <source>different</source>
        <translation>种不同的</translation>
    </message>
    <message>
        <source>pairs of near-duplicates</source>
        <translation>对近似重复</translation>
    </message>
    <message>
        <source>Nothing older than</source>
        <translation>不早于</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Nothing beyond</source>
        <translation>不超出</translation>
    </message>
    <message>
        <source>times the median of</source>
        <translation>倍中位数，列：</translation>
    </message>
    <message>
        <source>Nothing under</source>
        <translation>不低于</translation>
    </message>
    <message>
        <source>in column</source>
        <translation>，列：</translation>
    </message>
    <message>
        <source>Nothing over</source>
        <translation>不高于</translation>
    </message>
</context>
<context>
    <name>RunningBar</name>
    <message>
        <source>Waits for: %1</source>
        <translation>等待：%1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>SelectionField</name>
    <message>
        <source>The whole catalogue</source>
        <translation>整个目录</translation>
    </message>
    <message numerus="yes">
        <source>Only the %Ln titles chosen on the map</source>
        <translation>
            <numerusform>仅限地图上所选的 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>仅限</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen on the map</source>
        <translation>
            <numerusform>地图上所选的 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Suggest from the whole catalogue again</source>
        <translation>恢复为从整个目录推荐</translation>
    </message>
</context>
<context>
    <name>SemanticMap</name>
    <message numerus="yes">
        <source>%Ln titles by meaning</source>
        <translation>
            <numerusform>按含义排布的 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 placed</source>
        <translation>已定位 %1 / %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Distances here are approximate.</source>
        <translation>此处的距离是近似的。</translation>
    </message>
    <message>
        <source>head and torso</source>
        <translation>头部和腰部</translation>
    </message>
    <message>
        <source>in the list</source>
        <translation>在列表中</translation>
    </message>
    <message>
        <source>on the shelf</source>
        <translation>在入选清单中</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>its 5 nearest</source>
        <translation>最接近的 5 个</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>Enter selects, Esc gives it up</source>
        <translation>回车选中，Esc 放弃</translation>
    </message>
    <message>
        <source>Arrows move the rectangle, Shift and arrows size it, Enter selects what is inside.</source>
        <translation>方向键移动矩形，Shift 加方向键改变大小，回车选中其中条目。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln titles inside</source>
        <translation>
            <numerusform>框内 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the usual value: %1</source>
        <translation>恢复通常的值：%1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>外观与语言</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Head and tail</source>
        <translation>头部与长尾</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>读者</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Data and privacy</source>
        <translation>数据与隐私</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Sections of the settings</source>
        <translation>设置分类</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Settings apply at once.</source>
        <translation>设置立即生效。</translation>
    </message>
    <message>
        <source>No setting holds “%1”.</source>
        <translation>没有包含“%1”的设置。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Roomy</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Room in lists and tables</source>
        <translation>列表与表格的间距</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Processor threads for reading</source>
        <translation>读取时使用的处理器线程</translation>
    </message>
    <message>
        <source>The bundled model, all-MiniLM-L6-v2 (English)</source>
        <translation>自带模型 all-MiniLM-L6-v2（英文）</translation>
    </message>
    <message>
        <source>Another BERT model, in a folder on this computer</source>
        <translation>本机文件夹中的其他 BERT 模型</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Mean of all words</source>
        <translation>全部词的平均</translation>
    </message>
    <message>
        <source>First token (CLS)</source>
        <translation>首个词元 (CLS)</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>Compare models…</source>
        <translation>比较模型…</translation>
    </message>
    <message>
        <source>The model turns texts into vectors, so that items are compared by meaning.</source>
        <translation>模型把文本转换为向量，以便按语义比较条目。</translation>
    </message>
    <message>
        <source>Now in use: %1</source>
        <translation>当前使用：%1</translation>
    </message>
    <message>
        <source>Only BERT models stored as safetensors are read, and no code that comes with them is run.</source>
        <translation>只读取以 safetensors 存储的 BERT 模型，且不运行随附的任何代码。</translation>
    </message>
    <message>
        <source>How a text becomes one vector</source>
        <translation>文本如何转换为一个向量</translation>
    </message>
    <message>
        <source>Best for most sentence models, the bundled one included.</source>
        <translation>适合大多数句子模型，包括自带模型。</translation>
    </message>
    <message>
        <source>For models trained that way; their description says so.</source>
        <translation>适合以此方式训练的模型，其说明中会注明。</translation>
    </message>
    <message>
        <source>More read faster and leave less for other programs. In use from the next start on.</source>
        <translation>线程越多读取越快，留给其他程序的就越少。下次启动后生效。</translation>
    </message>
    <message>
        <source>Open a library first; the model belongs to it.</source>
        <translation>请先打开资料库；模型属于资料库。</translation>
    </message>
    <message>
        <source>Choose the folder of the model first.</source>
        <translation>请先选择模型文件夹。</translation>
    </message>
    <message>
        <source>Items not yet read with this model are read again, up to %1; you can go on working.</source>
        <translation>尚未用此模型读取的条目将重新读取，至多 %1 个；其间您可以继续工作。</translation>
    </message>
    <message>
        <source>Items not yet read with this model are read again, up to %1. At the speed of the last reading that takes about %2; you can go on working.</source>
        <translation>尚未用此模型读取的条目将重新读取，最多 %1 条。按上次读取的速度约需 %2；期间可继续工作。</translation>
    </message>
    <message>
        <source>Folder of a BERT model</source>
        <translation>BERT 模型文件夹</translation>
    </message>
    <message>
        <source>Share of the head</source>
        <translation>头部占比</translation>
    </message>
    <message>
        <source>Where the tail begins</source>
        <translation>长尾起点</translation>
    </message>
    <message>
        <source>Set the cut points</source>
        <translation>设定分界点</translation>
    </message>
    <message>
        <source>Items are ordered by popularity. The head carries the first part of all popularity, the tail the last.</source>
        <translation>条目按热度排列。头部占总热度的前一部分，长尾占最后一部分。</translation>
    </message>
    <message>
        <source>The head carries the first</source>
        <translation>头部占前</translation>
    </message>
    <message>
        <source>The tail begins beyond</source>
        <translation>长尾始于</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Open a library first; the cut points belong to it.</source>
        <translation>请先打开资料库；分界点属于资料库。</translation>
    </message>
    <message>
        <source>The tail must begin beyond the head.</source>
        <translation>长尾必须始于头部之后。</translation>
    </message>
    <message>
        <source>The torso is what lies between: %1 of all popularity.</source>
        <translation>两者之间为腰部，占总热度的 %1。</translation>
    </message>
    <message>
        <source>Who opens the same items likes the same things: that is learned from what readers did and counts beside what the texts say.</source>
        <translation>打开相同条目的读者喜好相近：程序从读者的行为中学习这一点，并与文本内容一同计入。</translation>
    </message>
    <message>
        <source>Suggestions in a list</source>
        <translation>每份列表的推荐数</translation>
    </message>
    <message>
        <source>Aim for the shelf</source>
        <translation>入选目标数</translation>
    </message>
    <message>
        <source>Wild cards in a list</source>
        <translation>列表中的试探条目</translation>
    </message>
    <message>
        <source>Learned from verdicts…</source>
        <translation>从评判中学到的内容…</translation>
    </message>
    <message>
        <source>Go on to the next suggestion after a verdict</source>
        <translation>评判后转到下一条推荐</translation>
    </message>
    <message>
        <source>How a list is made</source>
        <translation>列表的生成方式</translation>
    </message>
    <message>
        <source>How variety is made</source>
        <translation>多样性方式</translation>
    </message>
    <message>
        <source>How the tail gets its places</source>
        <translation>长尾如何取得位置</translation>
    </message>
    <message>
        <source>The same choices, each with a sentence, are under Advanced beside the list. To stop learning from verdicts, choose another way to make variety; what was learned is kept and goes with verdicts that are undone.</source>
        <translation>列表旁的“高级”中有同样的选项，并各附说明。如要停止从评判中学习，请选择其他多样性方式；已学到的内容会保留，撤销评判时随之撤销。</translation>
    </message>
    <message>
        <source>This library</source>
        <translation>此资料库</translation>
    </message>
    <message>
        <source>Log file</source>
        <translation>日志文件</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>Nothing you open leaves this computer. The program opens no network connection.</source>
        <translation>您打开的任何内容都不会离开本机。本程序不建立网络连接。</translation>
    </message>
    <message>
        <source>The log holds counts and kinds of errors, no titles and no texts of your catalogue.</source>
        <translation>日志只记录错误的数量与类型，不含目录的标题与正文。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show in folder: %1</source>
        <translation>在文件夹中显示：%1</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Finds the good things in a catalogue that nobody is looking at.</source>
        <translation>发现目录中无人问津的好内容。</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Texts of all licences</source>
        <translation>所有许可证的全文</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>Shelf</source>
        <translation>入选清单</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>出版社</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>版面</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>院系</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>品牌</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>频道</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>库存</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>%1 from the tail, at least %2</source>
        <translation>长尾占 %1，至少应为 %2</translation>
    </message>
    <message>
        <source>At most … of the same</source>
        <translation>相同的至多……</translation>
    </message>
    <message>
        <source>At least … from the tail</source>
        <translation>长尾至少占……</translation>
    </message>
    <message>
        <source>At least … different</source>
        <translation>至少有……种不同</translation>
    </message>
    <message>
        <source>At most … near-duplicates</source>
        <translation>近似重复至多……</translation>
    </message>
    <message>
        <source>Nothing older than …</source>
        <translation>不早于……</translation>
    </message>
    <message>
        <source>Nothing beyond … times the median</source>
        <translation>不超出中位数的 … 倍</translation>
    </message>
    <message>
        <source>No number under …</source>
        <translation>数值不低于 …</translation>
    </message>
    <message>
        <source>No number over …</source>
        <translation>数值不高于 …</translation>
    </message>
    <message>
        <source>At most %1 of the same: %2</source>
        <translation>相同%2的至多 %1 个</translation>
    </message>
    <message>
        <source>At least %1 from the tail</source>
        <translation>长尾至少占 %1</translation>
    </message>
    <message>
        <source>At least %1 different: %2</source>
        <translation>至少 %1 种不同的%2</translation>
    </message>
    <message>
        <source>At most %1 pairs of near-duplicates</source>
        <translation>近似重复至多 %1 对</translation>
    </message>
    <message>
        <source>Nothing beyond %1 times the median: %2</source>
        <translation>不超出中位数的 %1 倍：%2</translation>
    </message>
    <message>
        <source>Nothing under %1: %2</source>
        <translation>不低于 %1：%2</translation>
    </message>
    <message>
        <source>Nothing over %1: %2</source>
        <translation>不高于 %1：%2</translation>
    </message>
    <message>
        <source>Nothing older than %1</source>
        <translation>不早于 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>most: %1 (%2)</source>
        <translation>最多：%1（%2）</translation>
    </message>
    <message>
        <source>each once</source>
        <translation>各一次</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>median %1</source>
        <translation>中位数 %1</translation>
    </message>
    <message>
        <source>First tags</source>
        <translation>首个标签</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Put here %1</source>
        <translation>%1入选</translation>
    </message>
    <message>
        <source>exported %1</source>
        <translation>%1导出</translation>
    </message>
    <message>
        <source>“%1” is on “%2” already.</source>
        <translation>“%1”已在“%2”中。</translation>
    </message>
    <message>
        <source>“%1” and others are on “%2” already.</source>
        <translation>“%1”等条目已在“%2”中。</translation>
    </message>
</context>
<context>
    <name>ShelfDesk</name>
    <message>
        <source>Deleted: %1</source>
        <translation>已删除：%1</translation>
    </message>
</context>
<context>
    <name>ShelfModel</name>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>热度</translation>
    </message>
    <message>
        <source>Chosen for</source>
        <translation>入选缘由</translation>
    </message>
</context>
<context>
    <name>ShelfPage</name>
    <message>
        <source>Shelf</source>
        <translation>入选清单</translation>
    </message>
    <message>
        <source>How full the shelf is</source>
        <translation>入选清单进度</translation>
    </message>
    <message>
        <source>Items on the shelf</source>
        <translation>入选清单中的条目</translation>
    </message>
    <message>
        <source>Copy of %1</source>
        <translation>%1 的副本</translation>
    </message>
    <message>
        <source>Name of the shelf</source>
        <translation>清单名称</translation>
    </message>
    <message>
        <source>Shelf worked on</source>
        <translation>当前清单</translation>
    </message>
    <message>
        <source>Number of items aimed at</source>
        <translation>目标条目数</translation>
    </message>
    <message>
        <source>More for this shelf</source>
        <translation>更多清单操作</translation>
    </message>
    <message>
        <source>Show in a window of its own</source>
        <translation>在单独窗口中显示</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo (%1)</source>
        <translation>撤销（%1）</translation>
    </message>
    <message>
        <source>Note (%1)</source>
        <translation>备注（%1）</translation>
    </message>
    <message>
        <source>Note on the selected item</source>
        <translation>所选条目的备注</translation>
    </message>
    <message>
        <source>Why it is here; the note travels along with an export</source>
        <translation>为什么选它；备注会随导出一起带走</translation>
    </message>
    <message>
        <source>Drag rows to set their order. What you take off comes back with Undo.</source>
        <translation>拖动各行以调整顺序。移出的条目可用“撤销”恢复。</translation>
    </message>
    <message>
        <source>The shelf is empty</source>
        <translation>入选清单为空</translation>
    </message>
    <message>
        <source>Press %1 on a suggestion and it is kept here, in the order you choose.</source>
        <translation>在推荐上按 %1，它就会按您选定的顺序保留在这里。</translation>
    </message>
    <message>
        <source>Show suggestions</source>
        <translation>查看推荐</translation>
    </message>
    <message>
        <source>New shelf…</source>
        <translation>新建清单…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation>复制…</translation>
    </message>
    <message>
        <source>Delete this shelf</source>
        <translation>删除这份清单</translation>
    </message>
    <message>
        <source>Rules…</source>
        <translation>规则…</translation>
    </message>
    <message>
        <source>What was exported…</source>
        <translation>导出记录…</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 /</source>
        <translation>%1 /</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>ShelfRulesDialog</name>
    <message>
        <source>Rules of “%1”</source>
        <translation>“%1”的规则</translation>
    </message>
    <message>
        <source>No rules: the shelf is held against nothing.</source>
        <translation>没有规则：清单不受任何检查。</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>As for this kind of catalogue</source>
        <translation>恢复此类目录的规则</translation>
    </message>
    <message>
        <source>Use these rules</source>
        <translation>使用这些规则</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A rule that is broken turns amber and tells where. It never keeps anything off the shelf.</source>
        <translation>不符合规则时会变为琥珀色并指出位置，但绝不会阻止条目入选。</translation>
    </message>
</context>
<context>
    <name>SlateItemsModel</name>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Relevance</source>
        <translation>相关性</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>Verdict now</source>
        <translation>现在的评判</translation>
    </message>
</context>
<context>
    <name>SlatesModel</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>For the brief</source>
        <translation>选题说明</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Tail preference</source>
        <translation>长尾偏好</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Find the good things nobody is looking at</source>
        <translation>发现无人问津的好内容</translation>
    </message>
    <message>
        <source>Suggestions from the long tail of your own catalogue, each with its reason.</source>
        <translation>从您自己目录的长尾中推荐，每条都附理由。</translation>
    </message>
    <message>
        <source>Drop a catalogue here</source>
        <translation>将目录文件拖到这里</translation>
    </message>
    <message>
        <source>CSV, TSV, XLSX, JSON or Parquet, in any encoding; only a title column is needed</source>
        <translation>CSV、TSV、XLSX、JSON 或 Parquet，任意编码；只需要标题一列</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试用示例</translation>
    </message>
    <message>
        <source>Which sample</source>
        <translation>选择示例</translation>
    </message>
    <message>
        <source>Recent libraries</source>
        <translation>最近的资料库</translation>
    </message>
    <message>
        <source>Nothing you open leaves this computer.</source>
        <translation>您打开的任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 on the shelf</source>
        <translation>入选 %1 / %2</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
</context>
<context>
    <name>SuggestionsPage</name>
    <message>
        <source>End of the list</source>
        <translation>已到列表末尾</translation>
    </message>
    <message>
        <source>%1 of %2 match</source>
        <translation>%2 条中有 %1 条匹配</translation>
    </message>
    <message>
        <source>This is an earlier list, no. %1 of %2.</source>
        <translation>这是较早的列表，第 %1 个，共 %2 个。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestions</source>
        <translation>
            <numerusform>%Ln 条推荐</numerusform>
        </translation>
    </message>
    <message>
        <source>No list of this brief yet</source>
        <translation>该选题还没有列表</translation>
    </message>
    <message>
        <source>It was saved before any was made. Everything it asks for is on the left.</source>
        <translation>保存时尚未生成列表。它的全部要求都在左侧。</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>您在找什么？</translation>
    </message>
    <message>
        <source>Write one sentence on the left, or drop two titles you like on the seeds.</source>
        <translation>在左侧写一句话，或把两个您喜欢的条目拖到种子条目处。</translation>
    </message>
    <message numerus="yes">
        <source>Use %Ln random items</source>
        <translation>
            <numerusform>随机取 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Use %Ln random tail items</source>
        <translation>
            <numerusform>随机取 %Ln 个长尾条目</numerusform>
        </translation>
    </message>
    <message>
        <source>Show what nobody opens</source>
        <translation>看看无人问津的条目</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配的条目</translation>
    </message>
    <message>
        <source>Change the brief</source>
        <translation>修改选题说明</translation>
    </message>
    <message>
        <source>No item of this catalogue fits the brief and the filters.</source>
        <translation>目录中没有条目符合选题说明和筛选条件。</translation>
    </message>
    <message>
        <source>Turn the filters off</source>
        <translation>关闭筛选</translation>
    </message>
    <message>
        <source>Turn it off</source>
        <translation>关闭此筛选</translation>
    </message>
    <message>
        <source>The items are on their way</source>
        <translation>条目正在导入</translation>
    </message>
    <message>
        <source>The first list is shown as soon as they are in.</source>
        <translation>导入完成后会立即显示首份推荐列表。</translation>
    </message>
    <message>
        <source>This library has no items yet</source>
        <translation>此资料库还没有条目</translation>
    </message>
    <message>
        <source>Drop a CSV or TSV file anywhere on this window. Only a title column is needed.</source>
        <translation>将 CSV 或 TSV 文件拖放到此窗口任意位置。只需要有标题列。</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>%1 = good, %2 = not right, %3 = all keys</source>
        <translation>%1 = 合适，%2 = 不合适，%3 = 所有按键</translation>
    </message>
    <message>
        <source>Auto-advance</source>
        <translation>自动前进</translation>
    </message>
    <message>
        <source>Go on to the next suggestion after a verdict</source>
        <translation>评判后转到下一条推荐</translation>
    </message>
    <message>
        <source>Refresh (%1)</source>
        <translation>刷新 (%1)</translation>
    </message>
    <message>
        <source>This is the list before the refresh.</source>
        <translation>这是刷新前的列表。</translation>
    </message>
    <message>
        <source>Show the new list</source>
        <translation>显示新列表</translation>
    </message>
    <message>
        <source>Show the old list</source>
        <translation>显示旧列表</translation>
    </message>
    <message>
        <source>Rank by meaning</source>
        <translation>按语义排序</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>选择模型…</translation>
    </message>
    <message>
        <source>The list stays as it is until you ask.</source>
        <translation>在您要求之前，列表保持不变。</translation>
    </message>
    <message>
        <source>Rank again (%1)</source>
        <translation>重新排序 (%1)</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>已重做：%1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Why is %1 not right? (%2)</source>
        <translation>%1为什么不合适？(%2)</translation>
    </message>
    <message>
        <source>Read by meaning now</source>
        <translation>立即读取语义</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>继续读取</translation>
    </message>
    <message>
        <source>Verdicts since refresh: %1</source>
        <translation>刷新后的评判：%1</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Find in suggestions…</source>
        <translation>在推荐中查找…</translation>
    </message>
    <message>
        <source>Find in suggestions</source>
        <translation>在推荐中查找</translation>
    </message>
    <message>
        <source>Find in suggestions (%1)</source>
        <translation>在推荐中查找 (%1)</translation>
    </message>
    <message>
        <source>Rank anew with your verdicts (%1)</source>
        <translation>根据您的评判重新排序 (%1)</translation>
    </message>
</context>
<context>
    <name>System</name>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>文件或文件夹不存在</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>读写错误</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
</context>
<context>
    <name>TailChart</name>
    <message>
        <source>No popularity is known, so there is no tail to speak of.</source>
        <translation>没有热度数据，因此谈不上长尾。</translation>
    </message>
    <message>
        <source>Popularity is nearly the same for all: no item is neglected, so no tail is made up.</source>
        <translation>所有条目的热度几乎相同：没有被忽视的条目，因此不硬造长尾。</translation>
    </message>
    <message>
        <source>%1 of popularity = %2 of titles</source>
        <translation>%1 的热度 = %2 的条目</translation>
    </message>
    <message numerus="yes">
        <source>Tail: the %Ln titles beyond the first %1 of popularity</source>
        <translation>
            <numerusform>长尾：热度前 %1 之外的 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new titles are counted apart</source>
        <translation>
            <numerusform>%Ln 个新条目另计</numerusform>
        </translation>
    </message>
    <message>
        <source>in the list</source>
        <translation>在列表中</translation>
    </message>
    <message>
        <source>on the shelf</source>
        <translation>在入选清单中</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>nearest</source>
        <translation>最接近</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>%1 titles · %2</source>
        <translation>%1 个条目 · %2</translation>
    </message>
    <message>
        <source>%1 titles</source>
        <translation>%1 个条目</translation>
    </message>
    <message>
        <source>0</source>
        <translation>0</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>No. %1 of %2</source>
        <translation>第 %1 名，共 %2</translation>
    </message>
    <message>
        <source>popularity %1</source>
        <translation>热度 %1</translation>
    </message>
</context>
<context>
    <name>ThemeLock</name>
    <message>
        <source>Explore (%1)</source>
        <translation>去看看别的（%1）</translation>
    </message>
    <message>
        <source>This list looks further: more variety, and wild cards in a quarter of its places.</source>
        <translation>这份列表看得更远：更多样，并有四分之一的位置留给试探条目。</translation>
    </message>
    <message>
        <source>Your settings stay as they are.</source>
        <translation>您的设置保持不变。</translation>
    </message>
    <message>
        <source>Back to how it was (%1)</source>
        <translation>恢复原样（%1）</translation>
    </message>
</context>
<context>
    <name>TitleSeeker</name>
    <message>
        <source>Any title…</source>
        <translation>任意标题…</translation>
    </message>
    <message>
        <source>Ask why another item is not in the list</source>
        <translation>询问另一条目为何不在列表中</translation>
    </message>
    <message>
        <source>Titles found</source>
        <translation>找到的标题</translation>
    </message>
    <message>
        <source>No title holds these words.</source>
        <translation>没有标题包含这些词。</translation>
    </message>
</context>
<context>
    <name>TriedModel</name>
    <message>
        <source>Smoothing λ</source>
        <translation>平滑 λ</translation>
    </message>
    <message>
        <source>Text weight</source>
        <translation>文本权重</translation>
    </message>
    <message>
        <source>nDCG@20</source>
        <translation>nDCG@20</translation>
    </message>
    <message>
        <source>Against the usual</source>
        <translation>与通常设置相比</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
</context>
<context>
    <name>UndoCounts</name>
    <message numerus="yes">
        <source>%Ln items taken out</source>
        <translation>
            <numerusform>已移除 %Ln 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items as they were before</source>
        <translation>
            <numerusform>%Ln 个条目恢复原样</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln interactions as they were before</source>
        <translation>
            <numerusform>%Ln 条互动恢复原样</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>New in this list</source>
        <translation>本列表新增</translation>
    </message>
    <message>
        <source>On the shelf</source>
        <translation>已入选</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>合适</translation>
    </message>
    <message>
        <source>Not right</source>
        <translation>不合适</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>更多类似</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂缓</translation>
    </message>
    <message>
        <source>Add to shelf</source>
        <translation>入选</translation>
    </message>
    <message>
        <source>Verdict taken back</source>
        <translation>收回评判</translation>
    </message>
    <message>
        <source>Taken off the shelf</source>
        <translation>移出入选清单</translation>
    </message>
    <message>
        <source>Off topic</source>
        <translation>偏题</translation>
    </message>
    <message>
        <source>Too well known</source>
        <translation>太出名</translation>
    </message>
    <message>
        <source>Have it already</source>
        <translation>已经有了</translation>
    </message>
    <message>
        <source>Too much alike</source>
        <translation>过于相似</translation>
    </message>
    <message>
        <source>Too old</source>
        <translation>太旧</translation>
    </message>
    <message>
        <source>Wrong language</source>
        <translation>语言不对</translation>
    </message>
    <message>
        <source>Not this author</source>
        <translation>不要这位作者</translation>
    </message>
    <message>
        <source>Poor quality</source>
        <translation>质量差</translation>
    </message>
    <message>
        <source>Leads away from its subject, as “Not right” does without a reason.</source>
        <translation>使推荐远离它的题材，与不附理由的“不合适”相同。</translation>
    </message>
    <message>
        <source>Raises what is less popular, from %1 such verdicts on. Its subject stays wanted.</source>
        <translation>从第 %1 次这样的评判起，提升不太热门的条目。它的题材仍然需要。</translation>
    </message>
    <message>
        <source>Leaves out this item alone; nothing is learned from it.</source>
        <translation>只略去这一条目，不从中学习。</translation>
    </message>
    <message>
        <source>Lowers what is as old or older, from %1 such verdicts on. Its subject stays wanted.</source>
        <translation>从第 %1 次这样的评判起，降低同样旧或更旧的条目。它的题材仍然需要。</translation>
    </message>
    <message>
        <source>%1 (%2×)</source>
        <translation>%1（%2 次）</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头部</translation>
    </message>
    <message>
        <source>Torso</source>
        <translation>腰部</translation>
    </message>
    <message>
        <source>Tail</source>
        <translation>长尾</translation>
    </message>
    <message>
        <source>Shared words</source>
        <translation>相同字词</translation>
    </message>
    <message>
        <source>Your verdicts</source>
        <translation>您的评判</translation>
    </message>
    <message>
        <source>Same readers</source>
        <translation>相同读者</translation>
    </message>
    <message>
        <source>Tail preference</source>
        <translation>长尾偏好</translation>
    </message>
    <message>
        <source>Not now, earlier</source>
        <translation>先前暂缓</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1和%2</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Near your seed %1 (%2)</source>
        <translation>与种子条目%1相近 (%2)</translation>
    </message>
    <message>
        <source>Loosely related to your seed %1 (%2)</source>
        <translation>与种子条目%1略有关联 (%2)</translation>
    </message>
    <message>
        <source>Like your seed %1</source>
        <translation>与种子条目%1类似</translation>
    </message>
    <message>
        <source>Close to your brief (%1)</source>
        <translation>贴近选题说明 (%1)</translation>
    </message>
    <message>
        <source>Loosely related to your brief (%1)</source>
        <translation>与选题说明略有关联 (%1)</translation>
    </message>
    <message>
        <source>Fits your brief</source>
        <translation>符合选题说明</translation>
    </message>
    <message>
        <source>Like %1, which you chose (%2)</source>
        <translation>与您选中的%1相近 (%2)</translation>
    </message>
    <message>
        <source>Loosely related to %1, which you chose (%2)</source>
        <translation>与您选中的%1略有关联 (%2)</translation>
    </message>
    <message>
        <source>Like %1, which you chose</source>
        <translation>与您选中的%1相近</translation>
    </message>
    <message>
        <source>Shares %1 with what you asked for</source>
        <translation>与您的要求同样提到%1</translation>
    </message>
    <message>
        <source>Shares %1 with %2</source>
        <translation>与%2同样提到%1</translation>
    </message>
    <message>
        <source>shares %1 with %2</source>
        <translation>与%2同样提到%1</translation>
    </message>
    <message>
        <source>shares %1</source>
        <translation>同样提到%1</translation>
    </message>
    <message>
        <source>Opened by the same people as %1</source>
        <translation>与%1的读者相同</translation>
    </message>
    <message>
        <source>Never opened so far</source>
        <translation>至今无人问津</translation>
    </message>
    <message>
        <source>never opened so far</source>
        <translation>至今无人问津</translation>
    </message>
    <message>
        <source>Chosen for variety</source>
        <translation>为求多样而选</translation>
    </message>
    <message>
        <source>Not close to what you asked for, but nothing closer is left</source>
        <translation>与您的要求不算接近，但已没有更接近的条目</translation>
    </message>
    <message>
        <source>No. %1 of %2 in popularity so far</source>
        <translation>热度目前在 %2 个条目中排第 %1</translation>
    </message>
    <message>
        <source>No. %1 of %2 in popularity</source>
        <translation>热度在 %2 个条目中排第 %1</translation>
    </message>
    <message>
        <source>no. %1 of %2 in popularity so far</source>
        <translation>热度目前在 %2 个条目中排第 %1</translation>
    </message>
    <message>
        <source>yet only no. %1 of %2 in popularity</source>
        <translation>热度却只在 %2 个条目中排第 %1</translation>
    </message>
    <message>
        <source>no. %1 of %2 in popularity</source>
        <translation>热度在 %2 个条目中排第 %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Less than %1 days older than the newest item: too new to be called neglected. Popularity so far: %2.</source>
        <translation>比最新条目早不到 %1 天：太新，还不能说被忽视。目前热度：%2。</translation>
    </message>
    <message>
        <source>Share of the catalogue that is more popular. Popularity: %1.</source>
        <translation>目录中比它更热门的条目占比。热度：%1。</translation>
    </message>
    <message>
        <source>Relevance %1</source>
        <translation>相关度 %1</translation>
    </message>
    <message>
        <source>Novelty %1</source>
        <translation>新颖度 %1</translation>
    </message>
    <message>
        <source>The topic it was counted to, by its most telling words.</source>
        <translation>该条目所归入的主题，以最能说明它的词语表示。</translation>
    </message>
    <message>
        <source>Wild card</source>
        <translation>试探</translation>
    </message>
    <message>
        <source>From further down the list, to find out whether you like such items.</source>
        <translation>来自排名靠后的条目，用于了解您是否喜欢这类内容。</translation>
    </message>
    <message>
        <source>0 is the average candidate, 1 is an item that says exactly what you asked for.</source>
        <translation>0 为候选条目的平均水平，1 为与您的要求完全一致。</translation>
    </message>
    <message>
        <source>That you rejected others as %1 takes %2 from it.</source>
        <translation>您曾以%1否定其他条目，这使它减少 %2。</translation>
    </message>
    <message>
        <source>With variety at %1 it would be no. %2.</source>
        <translation>多样性为 %1 时，它会排第 %2 位。</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新条目</translation>
    </message>
    <message>
        <source>Quick list, ranked by words. Refresh to rank by meaning.</source>
        <translation>快速列表，按字词排序。刷新后按语义排序。</translation>
    </message>
    <message>
        <source>The language model cannot read this catalogue, so the list is ranked by words.</source>
        <translation>语言模型无法读取此目录，因此列表按字词排序。</translation>
    </message>
    <message>
        <source>The language model cannot be used, so the list is ranked by words.</source>
        <translation>语言模型无法使用，因此列表按字词排序。</translation>
    </message>
    <message>
        <source>No item is read by meaning yet, so the list is ranked by words.</source>
        <translation>尚未读取任何条目的语义，因此列表按字词排序。</translation>
    </message>
    <message>
        <source>Too little of the catalogue is read by meaning so far, so the list is ranked by words.</source>
        <translation>目前读取语义的条目还太少，因此列表按字词排序。</translation>
    </message>
    <message>
        <source>Only a part of the catalogue is read by meaning so far; the rest is ranked by words.</source>
        <translation>目前只读取了部分目录的语义，其余按字词排序。</translation>
    </message>
    <message>
        <source>The catalogue has no popularity, so there is no tail to look into.</source>
        <translation>目录没有热度数据，因此没有长尾可寻。</translation>
    </message>
    <message>
        <source>All items are about equally popular, so there is no tail to look into.</source>
        <translation>各条目热度相近，因此没有长尾可寻。</translation>
    </message>
    <message>
        <source>No item that may be suggested holds any of these words.</source>
        <translation>可推荐的条目中没有一个包含这些词。</translation>
    </message>
    <message>
        <source>The topics of the catalogue are not found yet; places were shared among topics of this list.</source>
        <translation>尚未得出整个目录的主题；位置按本列表候选的主题分配。</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>新增 %1 条</translation>
    </message>
    <message>
        <source>%1 no longer suggested</source>
        <translation>不再推荐 %1 条</translation>
    </message>
    <message>
        <source>Now ranked by meaning: %1.</source>
        <translation>现已按语义排序：%1。</translation>
    </message>
    <message>
        <source>Now ranked by meaning.</source>
        <translation>现已按语义排序。</translation>
    </message>
    <message>
        <source>The order is as before.</source>
        <translation>顺序与之前相同。</translation>
    </message>
    <message>
        <source>%1, most of all because of %2 (%3).</source>
        <translation>%1，主要因为%2（%3）。</translation>
    </message>
    <message>
        <source>%1, after %2 (%3).</source>
        <translation>%1，此前您评判了%2（%3）。</translation>
    </message>
    <message>
        <source>What your brief rules out (“no …”, “rather than …”) is not looked for; it is not filtered out either.</source>
        <translation>选题说明中排除的内容（如“不要……”“而不是……”）不参与检索，但也不会被过滤掉。</translation>
    </message>
    <message>
        <source>No item holds a word of your brief. In another language than the catalogue’s, the order is a guess.</source>
        <translation>没有任何条目包含选题说明中的词。如果它与目录的语言不同，排序只是猜测。</translation>
    </message>
    <message>
        <source>Fewer items of the tail match than you reserved places for; the places went to others.</source>
        <translation>符合条件的长尾条目少于保留的名额，余额已给其他条目。</translation>
    </message>
    <message>
        <source>Lowers what is nearly the same, from the 1st such verdict on. Its subject stays wanted.</source>
        <translation>从第 1 次这样的评判起，降低几乎相同的条目。它的题材仍然需要。</translation>
    </message>
    <message>
        <source>Counts for every brief</source>
        <translation>对所有选题有效</translation>
    </message>
    <message>
        <source>Counts for its own brief only</source>
        <translation>仅对本选题有效</translation>
    </message>
    <message>
        <source>Lowers items in this language, from the 1st such verdict on. Its subject stays wanted.</source>
        <translation>从第 1 次这样的评判起，降低这种语言的条目。它的题材仍然需要。</translation>
    </message>
    <message>
        <source>Lowers items by this author, from the 1st such verdict on. Its subject stays wanted.</source>
        <translation>从第 1 次这样的评判起，降低这位作者的条目。它的题材仍然需要。</translation>
    </message>
    <message>
        <source>%1 · every brief</source>
        <translation>%1 · 所有选题</translation>
    </message>
    <message>
        <source>Title, by meaning</source>
        <translation>标题的含义</translation>
    </message>
    <message>
        <source>Text, by meaning</source>
        <translation>正文的含义</translation>
    </message>
    <message>
        <source>Tags, by meaning</source>
        <translation>标签的含义</translation>
    </message>
    <message>
        <source>Its popularity is not known</source>
        <translation>热度未知</translation>
    </message>
    <message>
        <source>its popularity is not known</source>
        <translation>热度未知</translation>
    </message>
    <message>
        <source>Drawn at random, to estimate how much is left to find</source>
        <translation>随机抽取，用来估计还有多少有待找到</translation>
    </message>
    <message>
        <source>0 is the most popular item of the catalogue; towards 1 an item was hardly opened or never.</source>
        <translation>0 为目录中最热门的条目；越接近 1，条目越少被打开或从未被打开。</translation>
    </message>
    <message>
        <source>Like %1, which you chose for every brief (%2)</source>
        <translation>与您为所有选题选中的%1相近（%2）</translation>
    </message>
    <message>
        <source>Loosely related to %1, which you chose for every brief (%2)</source>
        <translation>与您为所有选题选中的%1略有关联（%2）</translation>
    </message>
    <message>
        <source>On “%1”</source>
        <translation>在“%1”上</translation>
    </message>
    <message>
        <source>%1 moved up</source>
        <translation>上升 %1 条</translation>
    </message>
    <message>
        <source>Undone: %1 — %2</source>
        <translation>已撤销：%1 — %2</translation>
    </message>
    <message>
        <source>Done again: %1 — %2</source>
        <translation>已重做：%1 — %2</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <translation>%1 — %2</translation>
    </message>
    <message>
        <source>New shelf</source>
        <translation>新建清单</translation>
    </message>
    <message>
        <source>Name of the shelf</source>
        <translation>清单名称</translation>
    </message>
    <message>
        <source>Shelf deleted</source>
        <translation>删除清单</translation>
    </message>
    <message>
        <source>Order of the shelf</source>
        <translation>清单顺序</translation>
    </message>
    <message>
        <source>Note on the shelf</source>
        <translation>清单备注</translation>
    </message>
    <message>
        <source>Aim of the shelf</source>
        <translation>清单目标</translation>
    </message>
    <message>
        <source>Rules of the shelf</source>
        <translation>清单规则</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>入选清单</translation>
    </message>
    <message>
        <source>Brief saved</source>
        <translation>选题已保存</translation>
    </message>
    <message>
        <source>Brief renamed</source>
        <translation>选题已重命名</translation>
    </message>
    <message>
        <source>Brief deleted</source>
        <translation>选题已删除</translation>
    </message>
    <message>
        <source>Look in</source>
        <translation>查找范围</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>From year</source>
        <translation>起始年份</translation>
    </message>
    <message>
        <source>To year</source>
        <translation>截止年份</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Not exported of late</source>
        <translation>近期未导出</translation>
    </message>
    <message>
        <source>Not suggested before</source>
        <translation>从未推荐过</translation>
    </message>
    <message>
        <source>Only what was selected</source>
        <translation>仅限所选</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>The list has changed since it was shown; this is how it is made today.</source>
        <translation>列表显示之后已有变化；以下按今天的情况计算。</translation>
    </message>
    <message>
        <source>It is no. %1 of %2 by relevance, with %3; the last of the list has %4.</source>
        <translation>按相关度它在 %2 个条目中排第 %1 位，为 %3；列表最后一位为 %4。</translation>
    </message>
    <message>
        <source>It is no. %1 of %2 by relevance, with %3.</source>
        <translation>按相关度它在 %2 个条目中排第 %1 位，为 %3。</translation>
    </message>
    <message>
        <source>Even if that were taken back, it would need %1 more relevance.</source>
        <translation>即使撤回，相关度仍差 %1。</translation>
    </message>
    <message>
        <source>Without the filter it would still need %1 more relevance.</source>
        <translation>即使去掉筛选，相关度仍差 %1。</translation>
    </message>
    <message>
        <source>It would need %1 more relevance.</source>
        <translation>相关度还差 %1。</translation>
    </message>
    <message>
        <source>No single change of the settings brings it in.</source>
        <translation>没有哪一项设置单独更改就能让它进入列表。</translation>
    </message>
    <message>
        <source>It is in the list, at place %1.</source>
        <translation>它在列表中，位于第 %1 位。</translation>
    </message>
    <message>
        <source>It is in the list as it is made today, at place %1. Refresh to see it.</source>
        <translation>按今天的情况它在列表的第 %1 位。刷新即可看到。</translation>
    </message>
    <message>
        <source>It repeats %1, which is in the list.</source>
        <translation>它与列表中的%1重复。</translation>
    </message>
    <message>
        <source>It is relevant enough, but too much like %1, which is in the list.</source>
        <translation>它足够相关，但与列表中的%1过于相似。</translation>
    </message>
    <message>
        <source>All places for %1 are taken.</source>
        <translation>%1的位置已满。</translation>
    </message>
    <message>
        <source>It repeats an item of the list, or one that you decided on.</source>
        <translation>它与列表中的条目或您已作出评判的条目重复。</translation>
    </message>
    <message>
        <source>It is relevant enough, but too much like what is in the list.</source>
        <translation>它足够相关，但与列表中的条目过于相似。</translation>
    </message>
    <message>
        <source>All places of its kind are taken.</source>
        <translation>它这一类的位置已满。</translation>
    </message>
    <message>
        <source>The place it would have is kept for the tail.</source>
        <translation>它本可占的位置留给了长尾条目。</translation>
    </message>
    <message>
        <source>The places were drawn by chance, and it was not drawn.</source>
        <translation>位置由随机抽取决定，没有抽到它。</translation>
    </message>
    <message>
        <source>Other items are more relevant.</source>
        <translation>其他条目更相关。</translation>
    </message>
    <message>
        <source>You have judged it already.</source>
        <translation>您已评价过它。</translation>
    </message>
    <message>
        <source>It is on your shelf.</source>
        <translation>它已在入选清单上。</translation>
    </message>
    <message>
        <source>It is one of your seeds.</source>
        <translation>它是您的种子之一。</translation>
    </message>
    <message>
        <source>It is outside what you selected for this brief.</source>
        <translation>它不在您为此选题选定的范围内。</translation>
    </message>
    <message>
        <source>The filter “%1” removes it.</source>
        <translation>筛选“%1”把它排除了。</translation>
    </message>
    <message>
        <source>After “More like this” on %1 it would be no. %2.</source>
        <translation>对%1选择“更多类似”后，它会排第 %2 位。</translation>
    </message>
    <message>
        <source>With a tail preference of %1 it would be no. %2.</source>
        <translation>长尾偏好为 %1 时，它会排第 %2 位。</translation>
    </message>
    <message>
        <source>Had you rejected nothing as %1, it would be no. %2.</source>
        <translation>若您未曾以%1否定任何条目，它会排在第 %2 位。</translation>
    </message>
    <message>
        <source>If that were taken back, it would be no. %1.</source>
        <translation>若撤回，它会排第 %1 位。</translation>
    </message>
    <message>
        <source>Without the filter it would be no. %1.</source>
        <translation>去掉筛选后，它会排第 %1 位。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1  (%2 · %3)</source>
        <translation>%1  (%2 · %3)</translation>
    </message>
    <message>
        <source>This catalogue has no popularity; head, torso and tail cannot be told apart.</source>
        <translation>此目录没有热度数据，无法区分头部、腰部和长尾。</translation>
    </message>
    <message>
        <source>All items are about equally popular; head, torso and tail are not told apart.</source>
        <translation>各条目热度相近，不区分头部、腰部和长尾。</translation>
    </message>
    <message>
        <source>The head carries the first %1 of all popularity, the tail what lies beyond %2.</source>
        <translation>头部占总热度的前 %1，长尾为 %2 之后的部分。</translation>
    </message>
    <message>
        <source>How neglected an item is goes by its openings a day since its date, not by their total.</source>
        <translation>条目受冷落的程度按其日期以来平均每天的打开次数计算，而非按总次数。</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 分钟前</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1 小时前</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>%1 天前</translation>
    </message>
    <message>
        <source>Something went wrong that the program did not expect.</source>
        <translation>程序遇到了意料之外的问题。</translation>
    </message>
    <message>
        <source>Your verdicts and your shelf are saved.</source>
        <translation>您的评判和入选清单均已保存。</translation>
    </message>
    <message>
        <source>Try it again; if it happens again, the log file says more.</source>
        <translation>请重试；如再次出现，日志文件中有更多说明。</translation>
    </message>
    <message>
        <source>The file could not be read as a catalogue.</source>
        <translation>无法将该文件作为目录读取。</translation>
    </message>
    <message>
        <source>Nothing of it was imported, and your library is as it was.</source>
        <translation>没有导入任何内容，您的资料库保持原样。</translation>
    </message>
    <message>
        <source>The library could not be used.</source>
        <translation>无法使用资料库。</translation>
    </message>
    <message>
        <source>The language model could not be used.</source>
        <translation>无法使用语言模型。</translation>
    </message>
    <message>
        <source>The index could not be used.</source>
        <translation>无法使用索引。</translation>
    </message>
    <message>
        <source>That could not be done as asked.</source>
        <translation>无法按要求完成。</translation>
    </message>
    <message>
        <source>That could not be done.</source>
        <translation>无法完成。</translation>
    </message>
    <message>
        <source>Little text</source>
        <translation>文字很少</translation>
    </message>
    <message>
        <source>Its text has fewer than %1 words, so how near it is in meaning is known only roughly.</source>
        <translation>正文不足 %1 个词，因此它在含义上有多接近只是粗略的估计。</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%Ln new items not counted</source>
        <translation>
            <numerusform>%Ln 个新条目未计入</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new items</source>
        <translation>
            <numerusform>%Ln 个新条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln days</source>
        <translation>
            <numerusform>%Ln 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln years</source>
        <translation>
            <numerusform>%Ln 年</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 “%2”: %Ln items, at most %3</source>
        <translation>
            <numerusform>%1“%2”：%Ln 个条目，至多 %3 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %Ln topics, at least %1</source>
        <translation>
            <numerusform>只有 %Ln 个主题，至少应有 %1 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: only %Ln different, at least %2</source>
        <translation>
            <numerusform>%1：只有 %Ln 种，至少应有 %2 种</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pairs nearly say the same, at most %1</source>
        <translation>
            <numerusform>%Ln 对条目内容近似，至多 %1 对</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items are older than %1</source>
        <translation>
            <numerusform>%Ln 个条目早于 %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln items outside %2 to %3</source>
        <translation>
            <numerusform>%1：%Ln 个条目超出 %2 至 %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln items under %2</source>
        <translation>
            <numerusform>%1：%Ln 个条目低于 %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln items over %2</source>
        <translation>
            <numerusform>%1：%Ln 个条目高于 %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without</source>
        <translation>
            <numerusform>%Ln 个没有</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a year</source>
        <translation>
            <numerusform>%Ln 个没有年份</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln warnings</source>
        <translation>
            <numerusform>%Ln 条警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>另有 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not exported in the last %Ln days</source>
        <translation>
            <numerusform>近 %Ln 天内未导出</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items are kept out</source>
        <translation>
            <numerusform>%Ln 个条目被排除</numerusform>
        </translation>
    </message>
</context>
</TS>
