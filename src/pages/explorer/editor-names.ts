import { useEditorContext } from '@graphiql/react'
import { useEffect } from 'react'

/** Names the editors for screen readers, and lets the keyboard scroll them, which the editors leave out. */
export function useEditorNames(): void {
  const { queryEditor, variableEditor, headerEditor, responseEditor } = useEditorContext({ nonNull: true })
  useEffect(() => {
    const names = [
      [queryEditor, 'Truy vấn – Query'],
      [variableEditor, 'Biến – Variables'],
      [headerEditor, 'Tiêu đề – Headers'],
      [responseEditor, 'Kết quả – Answer'],
    ] as const
    for (const [editor, name] of names) {
      editor?.getInputField().setAttribute('aria-label', name)
      if (editor) editor.getScrollerElement().tabIndex = 0
    }
  }, [queryEditor, variableEditor, headerEditor, responseEditor])
}
